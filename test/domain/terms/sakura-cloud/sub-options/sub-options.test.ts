import { describe, expect, it } from 'vitest'
import { type Told, given, said, value } from '../../kit.ts'
import {
  contract,
  created,
  deleted,
  earlier,
  fee,
  linesOf,
  options,
  priced,
  registered,
  removed,
} from '../secure-mobile/told.ts'

const enabled = (at: string, option: string, ref: string, data: object = {}): Told => [
  'OptionEnabled',
  at,
  { option, ref, ...data },
]
const ended = (at: string, ref: string, data: object = {}): Told => ['OptionEnded', at, { ref, ...data }]
const FEES = {
  subOptionFees: [
    { option: 'fixed-ip', amount: 30, per: 'sim' },
    { option: 'custom-dns', amount: 500, per: 'gateway' },
    { option: 'device-lock', amount: 900, per: 'contract' },
    { option: 'service-adapter', amount: 70, per: 'device' },
  ],
}
const base = [
  created('2025-05-01', 'gw-1'),
  created('2025-05-01', 'gw-2'),
  registered('2025-05-02', 's1', 's2', 's3'),
] as const
const priced_ = (...told: readonly Told[]) => given('sakura-cloud', earlier, priced(FEES), ...base, ...told)
const in_ = (it: ReturnType<typeof priced_>, month: string) => fee(it.at('2025-09-01'), 'sub-option', month)
const details = (it: ReturnType<typeof priced_>, month: string) =>
  linesOf(it.at('2025-09-01'), 'sub-option', month).flatMap((line) =>
    [...(line.detail?.() ?? [])].map(({ ref, quantity }) => `${line.item} ${ref} ${quantity}`),
  )

describe('SC-33-3, SC-33-4 第33条第3項・第4項 sub-options of secure mobile', () => {
  it('are in force from the instant they are switched on to the day they are switched off', () => {
    const it = contract(
      ...base,
      enabled('2025-05-10T10:00:00', 'fixed-ip', 'fi-1', { agreedRevision: 'r-1' }),
      ended('2025-06-10T09:00:00', 'fi-1'),
    )
    expect(options(it.at('2025-05-10T09:59:59'))).toHaveLength(1)
    expect(options(it.at('2025-05-10T10:00:00'))[1]).toBe('fi-1 active 2025-05-10 -')
    expect(options(it.at('2025-06-10T23:59:59'))[1]).toBe('fi-1 active 2025-05-10 2025-06-10')
    expect(options(it.at('2025-06-11T00:00:00'))[1]).toBe('fi-1 ended 2025-05-10 2025-06-10')
  })

  it('SC-33-3, SC-52-2: need the contract of their service, in force', () => {
    const refused = (it: ReturnType<typeof contract>, at: string, option: string, data: object = {}) => {
      const refusal = it.refusal('OptionEnabled', at, { option, ref: 'x', ...data })
      return refusal && `${refusal.what} ${refusal.clause.rule}`
    }
    const mobile = contract(...base)
    expect(refused(mobile, '2025-05-10', 'fixed-ip')).toBeUndefined()
    expect(refused(mobile, '2025-04-30', 'fixed-ip')).toBe('refusal.option-requires-parent SC-33-3')
    expect(refused(mobile, '2025-05-10', 'service-adapter')).toBe('refusal.option-requires-parent SC-52-2')
    expect(refused(mobile, '2025-05-10', 'other-sub-option', { parentRef: 'secure-mobile' })).toBeUndefined()
    expect(refused(mobile, '2025-05-10', 'other-sub-option', { parentRef: 'mono-platform' })).toBe(
      'refusal.option-requires-parent SC-52-2',
    )
    const over = contract(
      ...base,
      removed('2025-06-01', 'gw-1'),
      removed('2025-06-01', 'gw-2'),
      deleted('2025-06-01', 's1', 's2', 's3'),
    )
    expect(refused(over, '2025-06-30', 'fixed-ip')).toBeUndefined()
    expect(refused(over, '2025-07-01', 'fixed-ip')).toBe('refusal.option-requires-parent SC-33-3')
  })

  it('cannot hang on what was deleted', () => {
    const it = contract(...base, deleted('2025-05-10', 's1'), removed('2025-05-10', 'gw-2'))
    const on = (parentRef: string) =>
      it.refusal('OptionEnabled', '2025-05-11', { option: 'fixed-ip', ref: 'x', parentRef })?.clause.rule
    expect(['s1', 's2', 'gw-2', 'gw-1'].map(on)).toEqual(['SC-38-2a', undefined, 'SC-41-2', undefined])
  })

  it('end with the contract, and stop while it is stopped (R-13)', () => {
    const on = enabled('2025-05-10', 'device-lock', 'dl-1')
    const it = contract(
      ...base,
      on,
      removed('2025-06-01', 'gw-1'),
      removed('2025-06-01', 'gw-2'),
      deleted('2025-06-01', 's1', 's2', 's3'),
    )
    expect(value(it.at('2025-06-02'), 'option.ends-on', 'dl-1')).toBe('2025-06-30')
    const stop = (data: object): Told => [
      'ServiceSuspended',
      '2025-05-20',
      { measureId: 'm-1', kind: 'interruption', ground: 'maintenance', ...data },
    ]
    const resumed: Told = ['ServiceResumed', '2025-05-22', { measureId: 'm-1' }]
    const stopped = contract(...base, on, stop({ ref: 'secure-mobile' }), resumed)
    expect(options(stopped.at('2025-05-21'))[1]).toBe('dl-1 suspended 2025-05-10 -')
    expect(options(stopped.at('2025-05-23'))[1]).toBe('dl-1 active 2025-05-10 -')
    expect(options(contract(...base, on, stop({ ref: 'other' })).at('2025-05-21'))[1]).toBe(
      'dl-1 active 2025-05-10 -',
    )
  })
})

describe('SC-42-1 第42条, SC-58-1 第58条 the fees of sub-options, as their conditions say', () => {
  it('a SIM: each registered in the month, or the one it hangs on', () => {
    const all = priced_(enabled('2025-05-10', 'fixed-ip', 'fi-1'), deleted('2025-06-05', 's3'))
    expect(['2025-04', '2025-05', '2025-06', '2025-07'].map((month) => in_(all, month))).toEqual([
      0, 90, 90, 60,
    ])
    const one = priced_(enabled('2025-05-10', 'fixed-ip', 'fi-2', { parentRef: 's2' }))
    expect(in_(one, '2025-05')).toBe(30)
    expect(linesOf(one.at('2025-09-01'), 'sub-option', '2025-05')[0]?.ref).toBe('s2')
    const both = priced_(
      enabled('2025-05-10', 'fixed-ip', 'fi-1'),
      enabled('2025-05-10', 'fixed-ip', 'fi-2', { parentRef: 's2' }),
    )
    expect(linesOf(both.at('2025-09-01'), 'sub-option', '2025-05').map(({ quantity }) => quantity)).toEqual([
      '4',
    ])
    expect(details(both, '2025-05')).toEqual(['fixed-ip s1 1', 'fixed-ip s2 2', 'fixed-ip s3 1'])
  })

  it('a gateway: each that is there, or the one it hangs on', () => {
    expect(in_(priced_(enabled('2025-05-10', 'custom-dns', 'cd-1')), '2025-05')).toBe(1000)
    const one = priced_(
      enabled('2025-05-10', 'custom-dns', 'cd-1', { parentRef: 'gw-2' }),
      removed('2025-06-10', 'gw-2'),
    )
    expect(['2025-05', '2025-06', '2025-07'].map((month) => in_(one, month))).toEqual([500, 500, 0])
    expect(details(one, '2025-05')).toEqual(['custom-dns gw-2 1'])
  })

  it('a contract: once, from the month it is switched on to that in which it is switched off', () => {
    const it = priced_(enabled('2025-05-31', 'device-lock', 'dl-1'), ended('2025-07-01', 'dl-1'))
    expect(['2025-04', '2025-05', '2025-06', '2025-07', '2025-08'].map((month) => in_(it, month))).toEqual([
      0, 900, 900, 900, 0,
    ])
    expect(fee(it.at('2025-06-30'), 'sub-option', '2025-07')).toBe(0)
    expect(linesOf(it.at('2025-09-01'), 'sub-option', '2025-06')[0]?.amount.clause.rule).toBe('SC-42-1')
  })

  it('a device: of the mono platform, under its own article', () => {
    const it = priced_(
      ['MonoProjectCreated', '2025-05-03', { projectId: 'p1' }],
      [
        'DeviceIdGranted',
        '2025-05-04',
        {
          projectId: 'p1',
          devices: [
            { deviceId: 'd1', iccid: 's1' },
            { deviceId: 'd2', iccid: 's2' },
          ],
        },
      ],
      enabled('2025-05-10', 'service-adapter', 'sa-1'),
    )
    expect(in_(it, '2025-05')).toBe(140)
    const [line] = linesOf(it.at('2025-09-01'), 'sub-option', '2025-05')
    expect([line?.option, line?.amount.clause.rule]).toEqual(['mono-platform', 'SC-58-1'])
  })

  it('one line a unit price, undetermined where none was published', () => {
    const it = priced_(
      enabled('2025-05-10', 'fixed-ip', 'fi-1'),
      enabled('2025-05-10', 'device-lock', 'dl-1'),
    )
    expect(
      linesOf(it.at('2025-09-01'), 'sub-option', '2025-05').map(
        ({ item, amount }) => `${item} ${said(amount)}`,
      ),
    ).toEqual(['fixed-ip 90', 'device-lock 900'])
    expect(
      in_(
        priced_(enabled('2025-05-10', 'other-sub-option', 'o-1', { parentRef: 'secure-mobile' })),
        '2025-05',
      ),
    ).toBe('undetermined tariff:subOptionFees')
    expect(
      fee(
        contract(...base, enabled('2025-05-10', 'fixed-ip', 'fi-1')).at('2025-09-01'),
        'sub-option',
        '2025-05',
      ),
    ).toBe('undetermined tariff:subOptionFees')
  })
})
