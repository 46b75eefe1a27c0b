import { describe, expect, test } from 'vitest'
import { explain, explained } from '../../../src/domain/kernel/explain.ts'
import { type Answer, type Clause } from '../../../src/domain/kernel/finding.ts'

const clause = (rule: string, article: string): Clause => ({
  terms: 'sakura-cloud',
  version: '2025-04-16',
  article,
  rule,
})
const paused: Answer<string> = {
  what: 'pause.since',
  ref: 'pa-1',
  value: '2025-11-30',
  clause: clause('SC-7-1', '第7条第1項'),
  causes: [{ event: 'e-1' }],
}
const limit: Answer<string> = {
  what: 'pause.limit',
  ref: 'pa-1',
  value: '2026-02-28',
  clause: clause('SC-7-3', '第7条第3項'),
  causes: [paused, { what: 'asOf', value: '2026-03-01' }],
}
const over: Answer<boolean> = {
  what: 'pause.over-limit',
  ref: 'pa-1',
  value: true,
  clause: clause('SC-7-3', '第7条第3項'),
  causes: [limit, paused],
}
const gap: Answer<number> = {
  what: 'charge.paused',
  undetermined: { missing: 'tariff:pausedCharge' },
  clause: clause('SC-7-2', '第7条第2項'),
  causes: [],
}
const names = {
  rule: (rule: string, language: 'en' | 'ja') =>
    rule === 'SC-7-3' ? (language === 'en' ? 'A pause has a limit' : '休止の上限') : undefined,
  event: (id: string) => (id === 'e-1' ? 'UsagePaused 2025-11-30T14:00' : undefined),
}

describe('explanation of a finding', () => {
  test('in English: the conclusion, its provision, each cause under it, a shared finding once', () => {
    expect(explain(over, 'en', names)).toBe(
      [
        '(1) pause.over-limit [pa-1] is true',
        '  by 第7条第3項 (SC-7-3: A pause has a limit) of sakura-cloud, version 2025-04-16',
        '  (2) pause.limit [pa-1] is 2026-02-28',
        '    by 第7条第3項 (SC-7-3: A pause has a limit) of sakura-cloud, version 2025-04-16',
        '    (3) pause.since [pa-1] is 2025-11-30',
        '      by 第7条第1項 (SC-7-1) of sakura-cloud, version 2025-04-16',
        '      - recorded: UsagePaused 2025-11-30T14:00',
        '    - taken as given: asOf 2026-03-01',
        '  - pause.since [pa-1], see (3)',
        '',
      ].join('\n'),
    )
  })

  test('in Japanese, and what is missing by name', () => {
    expect(explain(gap, 'ja', names)).toBe(
      '(1) charge.paused は定まりません（tariff:pausedCharge がありません）\n  根拠 sakura-cloud 2025-04-16版 第7条第2項（SC-7-2）\n',
    )
    expect(explain(limit, 'ja', names)).toContain(
      'pause.limit [pa-1] は 2026-02-28 です\n  根拠 sakura-cloud 2025-04-16版 第7条第3項（SC-7-3　休止の上限）',
    )
    expect(explain(gap, 'en', names)).toContain(
      'charge.paused cannot be said: tariff:pausedCharge is missing',
    )
  })

  test('as a tree, in which every cause of every finding stands', () => {
    expect(explained(over)).toMatchObject({
      kind: 'finding',
      n: 1,
      because: [
        {
          kind: 'finding',
          n: 2,
          because: [{ kind: 'finding', n: 3, because: [{ kind: 'event', id: 'e-1' }] }, { kind: 'asked' }],
        },
        { kind: 'again', n: 3 },
      ],
    })
  })

  test('of an event nobody has at hand gives its id', () => {
    expect(explain(paused, 'en', { ...names, event: () => undefined })).toContain('- recorded: e-1')
  })
})
