import { describe, expect, it } from 'vitest'
import { judge } from '../../../../src/domain/contract/judge.ts'
import { parseAction } from '../../../../src/domain/contract/parse-action.ts'
import { type Fact } from '../../../../src/domain/contract/timeline.ts'
import { instant } from '../../../../src/domain/kernel/calendar.ts'
import { type Told, given } from '../kit.ts'
import { concluded, published, routerSwitch } from './told.ts'

const contract = (...told: readonly (Told | readonly Told[])[]) =>
  given(
    'sakura-cloud',
    published({ designatedServiceKinds: ['gpu'] }),
    concluded('2025-05-01', [routerSwitch]),
    ...told,
  )

/** The rules an action is recorded on. */
function basis(it: ReturnType<typeof contract>, [type, at, data]: Told): readonly string[] {
  const parsed = parseAction({ type, data: data ?? {} }, 'sakura-cloud')
  if (!parsed.ok) throw new Error(parsed.errors.map(({ message }) => message).join())
  const verdict = judge(it.at(at), { type, at: instant(`${at}+09:00`), data: parsed.data as Fact['data'] })
  if ('refused' in verdict) throw new Error(verdict.refused.what)
  return verdict.allowed
}

describe('an action stands on the rules that speak of it, and on no others', () => {
  const on = '2025-06-10T12:00:00'
  it.each<[Told, readonly string[]]>([
    [['UsagePaused', on, { pauseId: 'pa-1', scope: 'base' }], ['SC-7-1']],
    [['OptionApplied', on, { option: 'additional-ip', ref: 'x' }], ['SC-13-1']],
    [['OptionApplied', on, { option: 'hybrid', ref: 'x' }], ['SC-14-1']],
    [['OptionApplied', on, { option: 'bridge', ref: 'x' }], ['SC-19-1']],
    [
      ['OptionApplied', on, { option: 'archive-sharing', ref: 'x' }],
      ['SC-30-1', 'SC-30-2'],
    ],
    [['PaymentMethodChanged', on, { method: 'card' }], ['SC-4-2a']],
    [['PaymentMethodChanged', on, { method: 'combined', ref: 'hy-1', combineWith: 'vps' }], ['SC-15-2']],
    [['RequestMade', on, { requestId: 'r', by: 'provider', kind: 'payment-method-change' }], ['SC-4-2b']],
    [['RequestMade', on, { requestId: 'r', by: 'provider', kind: 'end-user-report' }], ['SC-9-3-4']],
    [
      ['ConsentGiven', on, { consentId: 'c', subject: 'end-user-use', by: 'provider' }],
      ['SC-9-3-1', 'SC-9-3-2'],
    ],
    [['ProhibitedActReported', on, { actId: 'a', item: '32-1', actor: 'customer' }], ['SC-32-1']],
    [
      ['PlanChangeRequested', on, { changeId: 'c', action: 'add', ref: 'x', serviceKind: 'switch' }],
      ['SC-3-2a'],
    ],
    [['TerminationNoticeSubmitted', on, { form: 'online' }], ['SC-6-1']],
  ])('%o', (told, rules) => {
    expect(basis(contract(), told)).toEqual(rules)
  })

  it('an addition after an allocation stands on it as well', () => {
    const it = contract(['CardAuthorizationAttempted', '2025-06-01', { result: 'succeeded' }])
    expect(
      basis(it, [
        'PlanChangeRequested',
        on,
        { changeId: 'c', action: 'add', ref: 'x', serviceKind: 'switch' },
      ]),
    ).toEqual(['SC-3-2a', 'SC-4-3b'])
  })
})
