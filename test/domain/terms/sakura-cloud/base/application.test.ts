import { describe, expect, it } from 'vitest'
import { type Told, given, lines, value } from '../../kit.ts'
import { applied, concluded, gpu, published, server } from '../told.ts'

const SC = 'sakura-cloud'
const designated = published({ designatedServiceKinds: ['gpu'] })
const refused = (ground: string, more: object = {}): Told => [
  'ApplicationRefused',
  '2025-05-12T12:00:00',
  { ground, ...more },
]
const notice = (data: object = {}): Told => [
  'NoticeGiven',
  '2025-05-13T12:00:00',
  {
    noticeId: 'no-1',
    by: 'provider',
    subject: 'application-result',
    channel: 'e-mail',
    delivery: 'arrived',
    ...data,
  },
]
type It = ReturnType<typeof given>
const state = (it: It, at: string) => it.at(at).terms.state(it.at(at)).value
const duties = (it: It, at: string) =>
  it
    .at(at)
    .terms.obligations(it.at(at))
    .map(({ duty }) => duty)
const acts = (it: It, at: string) =>
  it
    .at(at)
    .terms.permitted(it.at(at))
    .map(({ act }) => act)

describe('SC-3-1 第3条第1項 start with the conclusion', () => {
  it('SC-X01: the day of the acceptance, in force from its instant, paid or not', () => {
    const it = given(SC, concluded('2025-04-20'))
    expect(state(it, '2025-04-20T11:59:59.999')).toBe('applied')
    expect(state(it, '2025-04-20T12:00:00')).toBe('active')
    expect(value(it.at('2025-04-21'), 'contract.starts-on')).toBe('2025-04-20')
    expect(value(it.at('2025-04-21'), 'contract.effective-on')).toBe('2025-04-20')
    expect(value(it.at('2025-04-21'), 'application.state')).toBe('concluded')
  })

  it('an acceptance at 00:00 belongs to the day that begins', () => {
    const told: Told[] = [applied('2025-04-20'), ['ApplicationAccepted', '2025-04-21T00:00:00']]
    expect(value(given(SC, told).at('2025-05-01'), 'contract.starts-on')).toBe('2025-04-21')
  })

  it('another start day on the acceptance does not move it', () => {
    const told: Told[] = [
      applied('2025-04-20'),
      ['ApplicationAccepted', '2025-04-21', { startsOn: '2025-05-01' }],
    ]
    expect(value(given(SC, told).at('2025-05-01'), 'contract.starts-on')).toBe('2025-04-21')
  })

  it('once concluded, a refusal told for later changes nothing; one for earlier neither', () => {
    for (const at of ['2025-04-19', '2025-05-12'])
      expect(
        state(
          given(SC, concluded('2025-04-20'), ['ApplicationRefused', at, { ground: 'base-terms' }]),
          '2025-06-01',
        ),
      ).toBe('active')
  })

  it('of two applications the last one before the acceptance counts, one of its very instant included', () => {
    const it = given(
      SC,
      published(),
      applied('2025-05-01', [gpu]),
      applied('2025-05-10T12:00:00', [server]),
      ['ApplicationAccepted', '2025-05-10T12:00:00'],
      applied('2025-05-20', [gpu]),
    )
    expect(lines(it.at('2025-07-01'), '2025-06')).toEqual(['monthly-base server.2core 2000'])
  })

  it('applied for again after a refusal, it is undecided again', () => {
    const it = given(SC, applied('2025-05-01'), refused('base-terms'), applied('2025-05-20'))
    expect(state(it, '2025-05-13')).toBe('refused')
    expect(state(it, '2025-05-21')).toBe('applied')
  })
})

describe('a stream without an application', () => {
  it('is nothing yet before its first fact, and lives as long as an option contract in it', () => {
    const it = given(SC, ['ContainerImageRegistered', '2025-06-01', { imageId: 'img-1' }])
    expect(state(it, '2025-05-31')).toBe('applied')
    expect(state(it, '2025-06-02')).toBe('active')
  })

  it('a refusal on other grounds than sanctions is one under the base terms', () => {
    const it = given(SC, applied('2025-05-01'), refused('base-terms'))
    expect(it.at('2025-06-01').terms.state(it.at('2025-06-01')).clause.rule).toBe('SC-1-2')
  })
})

describe('SC-5-1 第5条第1項 no minimum term', () => {
  it('is none', () => {
    const c = given(SC, concluded()).at('2025-06-01')
    expect(value(c, 'term.minimum-end')).toBe('none')
  })
})

describe('SC-9-1 第9条第1項 refusal of designated services', () => {
  it('SC-X48: refused for sanctions: told promptly, the reason kept', () => {
    const it = given(SC, designated, applied('2025-05-08', [gpu]), refused('sanctions'), notice())
    expect(state(it, '2025-05-12T13:00:00')).toBe('refused')
    expect(duties(it, '2025-05-12T13:00:00')).toEqual(['notify-refusal'])
    expect(value(it.at('2025-05-12T13:00:00'), 'application.ground-disclosed')).toBe(false)
    expect(value(it.at('2025-05-12T13:00:00'), 'application.refusal-ground-valid')).toBe(true)
    expect(value(it.at('2025-05-12T13:00:00'), 'application.state')).toBe('refused')
    expect(duties(it, '2025-05-13T12:00:00')).toEqual([])
  })

  it('is told with the refusal itself, but only once that notice arrived', () => {
    const it = given(
      SC,
      designated,
      applied('2025-05-08', [gpu]),
      refused('sanctions', { notifiedAt: '2025-05-14T09:00:00+09:00' }),
    )
    expect(duties(it, '2025-05-14T08:59:59')).toEqual(['notify-refusal'])
    expect(duties(it, '2025-05-14T09:00:00')).toEqual([])
  })

  it.each([{ by: 'customer' }, { subject: 'other' }, { delivery: 'not-arrived' }])(
    'a notice with %o does not close it',
    (data) => {
      const it = given(SC, designated, applied('2025-05-08', [gpu]), refused('sanctions'), notice(data))
      expect(duties(it, '2025-05-20')).toEqual(['notify-refusal'])
    },
  )

  it('is no ground for a service that is not designated, and undetermined while nobody said which are', () => {
    const told = [applied('2025-05-08', [server]), refused('sanctions')]
    const known = given(SC, designated, ...told)
    expect(value(known.at('2025-06-01'), 'application.refusal-ground-valid')).toBe(false)
    expect(value(known.at('2025-06-01'), 'application.ground-disclosed')).toBe('undetermined terms:base')
    expect(duties(known, '2025-06-01')).toEqual([])
    const unknown = given(SC, published(), ...told)
    expect(value(unknown.at('2025-06-01'), 'application.refusal-ground-valid')).toBe(
      'undetermined tariff:designatedServiceKinds',
    )
    expect(duties(unknown, '2025-06-01')).toEqual(['notify-refusal'])
  })

  it('other grounds are those of the base terms, or of nobody', () => {
    const on = (ground: string) =>
      given(SC, designated, applied('2025-05-08', [gpu]), refused(ground)).at('2025-06-01')
    expect(value(on('base-terms'), 'application.refusal-ground-valid')).toBe('undetermined terms:base')
    expect(value(on('default-risk'), 'application.refusal-ground-valid')).toBe(false)
    expect(value(on('base-terms'), 'application.ground-disclosed')).toBe('undetermined terms:base')
  })

  it('while a designated service is applied for, it may be refused; not once decided, not for another', () => {
    const it = given(SC, designated, applied('2025-05-08', [server, gpu]), [
      'ApplicationAccepted',
      '2025-05-10',
    ])
    expect(acts(it, '2025-05-09')).toContain('refuse-application')
    expect(acts(it, '2025-05-10T12:00:00')).not.toContain('refuse-application')
    expect(acts(given(SC, designated, applied('2025-05-08', [server])), '2025-05-09')).toEqual([])
    expect(acts(given(SC, published(), applied('2025-05-08', [gpu])), '2025-05-09')).toEqual([])
  })
})
