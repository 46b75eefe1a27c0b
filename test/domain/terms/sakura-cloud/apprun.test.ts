import { describe, expect, it } from 'vitest'
import { type Told, said, value } from '../kit.ts'
import { contract, linesOf, options, unmatched } from './secure-mobile/told.ts'

const image = (at: string, imageId = 'i1'): Told => ['ContainerImageRegistered', at, { imageId }]
const gone = (at: string, imageId = 'i1'): Told => ['ContainerImageDeleted', at, { imageId }]
const offered: Told = ['BetaOffered', '2025-04-01', { betaId: 'b-run', marked: true, parentOption: 'apprun' }]
const end = (it: ReturnType<typeof contract>, at = '2026-01-01') => {
  const c = it.at(at)
  const found = (c.terms.answers['termination.effective-at'] ?? []).flatMap((ask) => ask(c))[0]
  return found && `${String(said(found))} ${found.clause.rule}`
}

describe('SC-88-1, SC-88-2 第88条 formed by an image, and provided from then', () => {
  it('SC-X45 at the instant', () => {
    const it = contract(image('2025-05-01T10:00:00'))
    expect(options(it.at('2025-05-01T09:59:59.999'))).toEqual([])
    expect(options(it.at('2025-05-01T10:00:00'))).toEqual(['apprun active 2025-05-01 -'])
    expect(value(it.at('2025-05-02'), 'contract.formed-at', 'apprun')).toBe('2025-05-01T10:00:00.000+09:00')
    expect(value(it.at('2025-05-02'), 'contract.starts-on', 'apprun')).toBe('2025-05-01')
  })
})

describe('SC-89-1 第89条 ends at the instant of the deletion', () => {
  it('SC-X45 not at the end of its day', () => {
    const it = contract(image('2025-05-01T10:00:00'), gone('2025-05-01T18:00:00'))
    expect(options(it.at('2025-05-01T17:59:59.999'))).toEqual(['apprun active 2025-05-01 -'])
    expect(options(it.at('2025-05-01T18:00:00'))).toEqual(['apprun ended 2025-05-01 2025-05-01'])
    expect(end(it)).toBe('2025-05-01T18:00:00.000+09:00 SC-89-1')
  })

  it('SC-Q21 of several images with the last; a later one forms a new contract', () => {
    const it = contract(
      image('2025-05-01'),
      image('2025-05-02', 'i2'),
      gone('2025-05-03'),
      gone('2025-05-04', 'i2'),
      image('2025-05-05', 'i3'),
    )
    expect(options(it.at('2025-05-03T13:00:00'))).toEqual(['apprun active 2025-05-01 -'])
    expect(options(it.at('2025-05-06'))).toEqual([
      'apprun ended 2025-05-01 2025-05-04',
      'apprun-2 active 2025-05-05 -',
    ])
  })

  it('the deletion of an image nobody registered waits', () => {
    expect(unmatched(contract(image('2025-05-01'), gone('2025-05-02', 'i9')).at('2025-05-03'))).toEqual([
      'ContainerImageDeleted: ContainerImageRegistered imageId i9',
    ])
  })
})

describe('SC-87 第87条 free', () => {
  it('a line of 0 in each month it touches', () => {
    const c = contract(image('2025-05-31T23:59:59'), gone('2025-06-01T00:00:00')).at('2025-08-01')
    expect(
      ['2025-04', '2025-05', '2025-06', '2025-07'].map((month) =>
        linesOf(c, 'option-base', month).map(({ amount }) => `${said(amount)} ${amount.clause.rule}`),
      ),
    ).toEqual([[], ['0 SC-87'], ['0 SC-87'], []])
  })
})

describe('SC-92-1 第92条第1項 the formal service needs a new contract', () => {
  it('in whatever mode, and the β is over on the day named', () => {
    for (const mode of ['new-contract', 'carry-over']) {
      const it = contract(offered, image('2025-05-01'), [
        'BetaPromoted',
        '2025-09-01',
        { betaId: 'b-run', mode, endsOn: '2025-09-30' },
      ])
      expect(value(it.at('2025-09-02'), 'beta.successor', 'b-run')).toBe('none')
      expect(end(it)).toBe('2025-10-01T00:00:00.000+09:00 SC-92-1')
      expect(options(it.at('2025-09-30T23:59:59'))[0]).toMatch(/^apprun active/)
      expect(options(it.at('2025-10-01T00:00:00'))[0]).toMatch(/^apprun ended/)
    }
  })

  it('an abolition ends it as well (SC-11-4)', () => {
    const it = contract(offered, image('2025-05-01'), [
      'ServiceDiscontinued',
      '2025-06-01',
      { scope: 'beta', betaId: 'b-run', ground: 'business', endsOn: '2025-06-30' },
    ])
    expect(end(it)).toBe('2025-07-01T00:00:00.000+09:00 SC-11-4')
  })
})
