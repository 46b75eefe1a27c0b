import { describe, expect, it, test } from 'vitest'
import { parseAction } from '../../../src/domain/contract/parse-action.ts'
import { type Service } from '../../../src/domain/contract/vocabulary.ts'

// What is said in words about actions: what their fields ask of each other, and what a client reads when one is wrong.

const SC = 'sakura-cloud'
const errors = (service: Service, type: unknown, data?: unknown): Readonly<Record<string, string>> => {
  const parsed = parseAction(data === undefined ? { type } : { type, data }, service)
  return parsed.ok ? {} : Object.fromEntries(parsed.errors.map(({ path, message }) => [path, message]))
}
const paths = (service: Service, type: unknown, data?: unknown): readonly string[] =>
  Object.keys(errors(service, type, data))

describe('what a client reads', () => {
  it('names every wrong field at once and says what is wanted', () =>
    expect(
      errors(SC, 'PassportPurchased', {
        ref: 'pass port',
        fee: 12.5,
        fromOn: '2025-02-30',
        rate: '1.01',
        targets: ['server', ''],
        purpose: 'fun',
        color: 'red',
      }),
    ).toEqual({
      'data.ref': 'wanted: an id: 1 to 64 of A-Z a-z 0-9 . _ -',
      'data.fee': 'wanted: whole yen',
      'data.fromOn': 'wanted: a day: YYYY-MM-DD',
      'data.toOn': 'missing: a day: YYYY-MM-DD',
      'data.rate': 'wanted: a rate from "0" to "1" as a decimal text: 10 % is "0.10"',
      'data.targets.1': 'wanted: an id: 1 to 64 of A-Z a-z 0-9 . _ -',
      'data.purpose': 'wanted: one of business, non-business',
      'data.color': 'unknown field',
    }))

  it('names the entry of a list', () =>
    expect(
      errors(SC, 'SimRegistered', {
        sims: [{ iccid: '1' }, { iccid: 'é' }, {}, '4', { iccid: '5', imsi: '6' }],
      }),
    ).toEqual({
      'data.sims.1.iccid': 'wanted: an id: 1 to 64 of A-Z a-z 0-9 . _ -',
      'data.sims.2.iccid': 'missing: an id: 1 to 64 of A-Z a-z 0-9 . _ -',
      'data.sims.3': 'wanted: an object',
      'data.sims.4.imsi': 'unknown field',
    }))

  test.each([
    [[], 'wanted: a list of 1 to 1000 entries'],
    [Array(1001).fill({ iccid: '1' }), 'wanted: a list of 1 to 1000 entries'],
    [{ iccid: '1' }, 'wanted: a list of 1 to 1000 entries'],
    [undefined, 'missing: a list of 1 to 1000 entries'],
  ])('a list that is none, %#: %s', (sims, message) =>
    expect(errors(SC, 'SimRegistered', { sims })).toEqual({ 'data.sims': message }),
  )

  it('stops at a hundred errors', () => {
    const parsed = parseAction({ type: 'SimRegistered', data: { sims: Array(1000).fill({}) } }, SC)
    expect(parsed.ok ? 0 : parsed.errors.length).toBe(100)
  })

  test.each(['2025-11-30T14:00:00', '2025-11-30', '2025-11-30 14:00:00+09:00', 1764478800])(
    'an instant without an offset is refused, never guessed: %j',
    (sentAt) =>
      expect(errors(SC, 'TerminationNoticeSubmitted', { form: 'online', sentAt })).toEqual({
        'data.sentAt': 'wanted: an instant with an offset: 2025-11-30T14:00:00+09:00',
      }),
  )
  test.each([
    [12.5, 'wanted: whole yen'],
    ['1000', 'wanted: whole yen'],
    [-1, 'wanted: whole yen, not negative'],
    [10_000_000_000_001, 'wanted: at most 10000000000000 whole yen'],
  ])('yen that are none: %j', (amount, message) =>
    expect(errors(SC, 'InvoiceIssued', { invoiceId: 'i-1', amount })).toEqual({ 'data.amount': message }),
  )
  test.each(['1969-12-31', '2200-01-01', '0001-01-01', '9999-12-31'])('a day of no contract: %s', (dueOn) =>
    expect(errors(SC, 'InvoiceIssued', { invoiceId: 'i-1', dueOn })).toEqual({
      'data.dueOn': 'wanted: a year from 1970 to 2199',
    }),
  )
  it('a quantity is a text, so that no fraction is lost on the way', () =>
    expect(
      errors(SC, 'UsageMeasured', { month: '2025-11', readings: [{ meter: 'sms-sent', quantity: 137.5 }] }),
    ).toEqual({
      'data.readings.0.quantity': 'wanted: a decimal text like "137.5", not negative',
    }))
})

describe('the type', () => {
  test.each(['UsagePause', 'usagePaused', '', 'toString', '__proto__', 'constructor', 'hasOwnProperty'])(
    'unknown: %j',
    (type) =>
      expect(errors(SC, type, {})).toEqual({ type: 'unknown: no fact of this name is in the vocabulary' }),
  )
  test.each([undefined, null, 3, {}, ['UsagePaused']])('none: %j', (type) =>
    expect(paths(SC, type, {})).toEqual(['type']),
  )
  test.each([null, 'UsagePaused', 3, [], undefined])('an action that is no object: %j', (input) =>
    expect(parseAction(input, SC).ok).toBe(false),
  )
  it('of another service', () =>
    expect(errors('imageflux', 'UsagePaused', { pauseId: 'p', scope: 'base' })).toEqual({
      type: 'UsagePaused is no fact of imageflux: it belongs to sakura-cloud',
    }))
  test.each(['ActionRefused', 'SubjectErased', 'StatementClosed'])('of the ledger alone: %s', (type) =>
    expect(errors(SC, type, {})).toEqual({ type: `${type} is recorded by the ledger and never posted` }),
  )
  it('may come without data where it has no fields', () => {
    expect(parseAction({ type: 'CustomerDied' }, 'soracom-flux')).toEqual({
      ok: true,
      type: 'CustomerDied',
      data: {},
    })
    expect(paths('soracom-flux', 'CustomerDied', null)).toEqual(['data'])
    expect(paths(SC, 'UsagePaused')).toEqual(['data.pauseId', 'data.scope'])
  })
  it('is read whatever the envelope says beside it', () =>
    expect(
      parseAction({ type: 'UsageResumed', occurredAt: 'later', service: 3, data: { pauseId: 'p-1' } }, SC),
    ).toEqual({ ok: true, type: 'UsageResumed', data: { pauseId: 'p-1' } }))
})

describe('what depends on the service', () => {
  it('IJ needs a plan of its own two, OP takes its own four, others name theirs', () => {
    expect(errors('iij-media-sphere', 'ApplicationSubmitted', {})).toEqual({
      'data.plan': 'missing: iij-media-sphere needs this field',
    })
    expect(errors('iij-media-sphere', 'ApplicationSubmitted', { plan: 'entry' })).toEqual({
      'data.plan': 'wanted: one of basic, premium, the plans of iij-media-sphere',
    })
    expect(paths('optage-cloud-storage', 'PlanChanged', { plan: 'basic' })).toEqual(['data.plan'])
    expect(paths('optage-cloud-storage', 'PlanChanged', { plan: 'entry' })).toEqual([])
    expect(paths(SC, 'PlanChanged', { plan: '8core' })).toEqual([])
  })
  it('a field of one service is unknown to the others', () =>
    expect(errors(SC, 'ApplicationSubmitted', { windows: true })).toEqual({
      'data.windows': 'unknown field of sakura-cloud: it belongs to optage-cloud-storage',
    }))
})

describe('what fields ask of each other', () => {
  const OP = 'optage-cloud-storage'
  const SF = 'soracom-flux'
  const notice = { noticeId: 'n-1', by: 'provider', subject: 'outage', channel: 'e-mail' }
  const version = { document: 'service-terms', versionId: '2026-01-01' }
  const holidays = { calendarId: 'jp', fromOn: '2026-01-01', toOn: '2026-12-31', holidays: ['2026-01-01'] }
  const passport = { ref: 'p', fee: 1, rate: '0.1', targets: [], purpose: 'business' }
  const certificate = { certificateId: 'c', ref: 's', issuedOn: '2026-01-01' }

  test.each<readonly [string, Service, string, object, readonly string[]]>([
    ['a version with a text it repeats', SC, 'TermsVersionPublished', { ...version, textKnown: true, sameTextAs: 'v' }, []],
    ['a version without a text repeats none', SC, 'TermsVersionPublished', { ...version, textKnown: false, sameTextAs: 'v' }, ['data.sameTextAs']],
    ['a version without a text', SC, 'TermsVersionPublished', { ...version, textKnown: false }, []],

    ['holidays on the edges of their span', SC, 'HolidayCalendarPublished', { ...holidays, closures: ['2026-12-31'] }, []],
    ['a holiday outside its span', SC, 'HolidayCalendarPublished', { ...holidays, holidays: ['2027-01-01'] }, ['data.holidays']],
    ['a closure outside its span', SC, 'HolidayCalendarPublished', { ...holidays, closures: ['2025-12-31'] }, ['data.closures']],
    ['a span that runs backwards', SC, 'HolidayCalendarPublished', { ...holidays, toOn: '2025-12-31', holidays: [] }, ['data.toOn']],

    ['fixed-day with its day', SF, 'CancellationDatePreset', { rule: 'fixed-day', presetOn: '2026-01-31' }, []],
    ['fixed-day without a day', SF, 'CancellationDatePreset', { rule: 'fixed-day' }, ['data.presetOn']],
    ['a day with another rule', SF, 'CancellationDatePreset', { rule: 'next-month-end', presetOn: '2026-01-31' }, ['data.presetOn']],
    ['days-after-arrival with its days', SF, 'CancellationDatePreset', { rule: 'days-after-arrival', days: 0 }, []],
    ['days-after-arrival without days', SF, 'CancellationDatePreset', { rule: 'days-after-arrival' }, ['data.days']],
    ['days with another rule', SF, 'CancellationDatePreset', { rule: 'month-end-of-arrival', days: 3 }, ['data.days']],

    ['a change that names something', SC, 'PlanChanged', { ref: 'srv', serviceKind: 'server' }, []],
    ['a change to false is one too', OP, 'PlanChanged', { windows: false }, []],
    ['a change that names nothing', SC, 'PlanChanged', { ref: 'srv', effectiveOn: '2026-01-01' }, ['data']],

    ['a passport of one day', SC, 'PassportPurchased', { ...passport, fromOn: '2026-01-01', toOn: '2026-01-01' }, []],
    ['a passport that runs backwards', SC, 'PassportPurchased', { ...passport, fromOn: '2026-01-02', toOn: '2026-01-01' }, ['data.toOn']],

    ['a qualifying service by its kind', SC, 'PrerequisiteMet', { kind: 'qualifying-service', serviceKind: 'vps' }, []],
    ['a service kind of another condition', SC, 'PrerequisiteMet', { kind: 'aws-contract', serviceKind: 'vps' }, ['data.serviceKind']],

    ['consent to a payment method', SC, 'ConsentGiven', { consentId: 'c', subject: 'payment-method', by: 'provider', method: 'card' }, []],
    ['a method with another consent', SC, 'ConsentGiven', { consentId: 'c', subject: 'trademark', by: 'provider', method: 'card' }, ['data.method']],
    ['consent to combined months', OP, 'ConsentGiven', { consentId: 'c', subject: 'combined-billing', by: 'customer', months: ['2026-01'] }, []],
    ['months with another consent', OP, 'ConsentGiven', { consentId: 'c', subject: 'transfer', by: 'provider', months: ['2026-01'] }, ['data.months']],

    ['two months billed together', OP, 'InvoiceIssued', { invoiceId: 'i', months: ['2026-01', '2026-02'] }, []],
    ['one month billed together, for the terms to refuse', OP, 'InvoiceIssued', { invoiceId: 'i', months: ['2026-01'] }, []],

    ['a payment spread to the last yen', SC, 'PaymentReceived', { paymentId: 'p', amount: 3, appliedTo: [{ invoiceId: 'a', amount: 1 }, { invoiceId: 'b', amount: 2 }] }, []],
    ['a payment spread beyond itself', SC, 'PaymentReceived', { paymentId: 'p', amount: 2, appliedTo: [{ invoiceId: 'a', amount: 1 }, { invoiceId: 'b', amount: 2 }] }, ['data.appliedTo']],

    ['a reduction by an amount', OP, 'TemporaryReductionAnnounced', { reductionId: 'r', month: '2026-01', amount: 0 }, []],
    ['a reduction by a rate', OP, 'TemporaryReductionAnnounced', { reductionId: 'r', month: '2026-01', rate: '0' }, []],
    ['a reduction by nothing', OP, 'TemporaryReductionAnnounced', { reductionId: 'r', month: '2026-01' }, ['data']],
    ['a reduction by both', OP, 'TemporaryReductionAnnounced', { reductionId: 'r', month: '2026-01', amount: 1, rate: '0.1' }, ['data']],

    ['sent and arrived', SC, 'NoticeGiven', { ...notice, delivery: 'arrived', sentAt: '2026-01-01T00:00:00Z' }, []],
    ['sent twice: it is the instant of sending already', SC, 'NoticeGiven', { ...notice, delivery: 'not-arrived', sentAt: '2026-01-01T00:00:00Z' }, ['data.sentAt']],
    ['displayed is not sent', SC, 'NoticeGiven', { ...notice, delivery: 'displayed', sentAt: '2026-01-01T00:00:00Z' }, ['data.sentAt']],

    ['a request to cure', OP, 'RequestMade', { requestId: 'r', by: 'provider', kind: 'cure', dueOn: '2026-01-31', ground: 'breach' }, []],
    ['a request to cure what, until when?', OP, 'RequestMade', { requestId: 'r', by: 'provider', kind: 'cure' }, ['data.dueOn', 'data.ground']],
    ['another request', OP, 'RequestMade', { requestId: 'r', by: 'provider', kind: 'documents' }, []],

    ['rescinded for convenience, with its end', OP, 'ContractRescinded', { by: 'provider', ground: 'provider-convenience', endsOn: '2026-03-31' }, []],
    ['rescinded for convenience, without', OP, 'ContractRescinded', { by: 'provider', ground: 'provider-convenience' }, ['data.endsOn']],
    ['rescinded for a breach', OP, 'ContractRescinded', { by: 'provider', ground: 'breach-not-cured' }, []],

    ['a certificate', SC, 'CertificateIssued', { ...certificate, validUntilOn: '2026-01-01' }, []],
    ['a certificate over before it is issued', SC, 'CertificateIssued', { ...certificate, validUntilOn: '2025-12-31' }, ['data.validUntilOn']],

    ['a card by an id', SF, 'CardRegistered', { cardId: 'card-4111111111111111' }, []],
    ['a card by its number', SF, 'CardRegistered', { cardId: '4111111111111111' }, ['data.cardId']],
    ['the same when it becomes unusable', SF, 'CardInvalidated', { cardId: '378282246310005' }, ['data.cardId']],
    ['a long number that is no card', SF, 'CardRegistered', { cardId: '4111111111111112' }, []],
    ['a sharing key by an id, never the key', SC, 'SharingKeyIssued', { keyId: 'k', key: 'secret' }, ['data.key']],
  ])('%s', (_, service, type, data, wanted) => expect(paths(service, type, data)).toEqual(wanted)) // prettier-ignore
})

describe('a tariff', () => {
  const tariff = { tariffId: 't-1', effectiveOn: '2026-01-01' }
  const price = { meter: 'requests', unit: '1,000', unitPrice: '0.5' }

  test.each<readonly [string, Service, object, readonly string[]]>([
    ['names only what it sets', 'imageflux', {}, []],
    ['of one price without its unit elsewhere', SC, { dataUnitPrice: '1' }, []],
    ['with a key nobody knows', SC, { simFee: 100 }, ['data.simFee']],
    ['with a key of another service', 'imageflux', { simBaseFee: 100 }, ['data.simBaseFee']],
    ['with a price without a unit', SC, { usagePrices: [{ meter: 'x', unitPrice: '1' }] }, ['data.usagePrices.0.unit']],
    ['with a price as a number', SC, { usagePrices: [{ ...price, unitPrice: 0.5 }] }, ['data.usagePrices.0.unitPrice']],
    ['with an item twice', SC, { monthlyFees: [{ item: 'a', amount: 1 }, { item: 'b', amount: 1 }, { item: 'a', amount: 2 }] }, ['data.monthlyFees.2']],
    ['with one meter for two items', SC, { usagePrices: [price, { ...price, item: 'a' }, { ...price, item: 'b' }] }, []],
    ['with a meter and item twice', SC, { usagePrices: [{ ...price, item: 'a' }, { ...price, item: 'a' }] }, ['data.usagePrices.1']],
    ['with a meter twice', SC, { usagePrices: [price, price] }, ['data.usagePrices.1']],
    ['with a data plan twice', SC, { dataPlans: [{ plan: 'a', monthlyFee: 1, included: '1' }, { plan: 'a', monthlyFee: 1, included: '2' }] }, ['data.dataPlans.1']],
    ['with an option by gateway and by SIM', SC, { subOptionFees: [{ option: 'a', amount: 1, per: 'sim' }, { option: 'a', amount: 1, per: 'gateway' }] }, []],
    ['with an option twice', SC, { subOptionFees: [{ option: 'a', amount: 1, per: 'sim' }, { option: 'a', amount: 2, per: 'sim' }] }, ['data.subOptionFees.1']],
    ['with a passport twice', SC, { passports: [1, 2].map((fee) => ({ item: 'p', fee, periodMonths: 12, rate: '0.1', targets: [] })) }, ['data.passports.1']],
    ['with a step twice', SC, { slaTable: [1, 2].map((n) => ({ availabilityBelow: '99.9', creditRate: `0.${n}` })) }, ['data.slaTable.1']],
    ['with a kind twice', SC, { designatedServiceKinds: ['gpu', 'gpu'], sslServiceKinds: ['a', 'b', 'a'] }, ['data.designatedServiceKinds.1', 'data.sslServiceKinds.2']],
    ['due on the last day', 'soracom-flux', { paymentDueDay: 31, paymentDueMonths: 0 }, []],
    ['due on day 32', 'soracom-flux', { paymentDueDay: 32 }, ['data.paymentDueDay']],
    ['due on day 0', 'soracom-flux', { paymentDueDay: 0 }, ['data.paymentDueDay']],
    ['of 1,024 GB in a TB', 'iij-media-sphere', { gbPerTb: 1024 }, []],
    ['of no GB in a TB', 'iij-media-sphere', { gbPerTb: 0 }, ['data.gbPerTb']],
    ['of 100 % a year', SC, { lateInterestRate: '1.00' }, []],
    ['of more than 100 % a year', SC, { lateInterestRate: '14.6' }, ['data.lateInterestRate']],
    ['of no percent', SC, { lateInterestRate: '0' }, []],
    ['of a negative rate', SC, { lateInterestRate: '-0.1' }, ['data.lateInterestRate']],
    ['of a proration nobody knows', SC, { prorationRule: 'daily' }, ['data.prorationRule']],
    ['of thirty days, as a number', 'soracom-flux', { creditDivisor: 30 }, ['data.creditDivisor']],
    ['of a term of a hundred years', SC, { initialTermMonths: 1200 }, []],
    ['of a longer one', SC, { initialTermMonths: 1201 }, ['data.initialTermMonths']],
  ])('%s', (_, service, keys, wanted) =>
    expect(paths(service, 'TariffPublished', { ...tariff, ...keys })).toEqual(wanted)) // prettier-ignore
})

describe('equal facts are equal texts', () => {
  it('whatever offset an instant was written with', () => {
    const told = (at: string) =>
      parseAction(
        {
          type: 'SimUsageReported',
          data: { month: '2025-11', sims: [{ iccid: '1', bytes: 5, firstAt: at }] },
        },
        SC,
      )
    expect(told('2025-11-30T05:00:00Z')).toEqual(told('2025-11-30T14:00:00.000+09:00'))
    expect(told('2025-11-30T14:00:00+09:00')).toEqual(told('2025-11-30T14:00:00.000+09:00'))
    expect(told('2025-11-30T14:00:00.001+09:00')).not.toEqual(told('2025-11-30T14:00:00.000+09:00'))
  })
  it('bytes are taken as far as numbers are exact', () => {
    const told = (bytes: number) =>
      paths(SC, 'SimUsageReported', { month: '2025-11', sims: [{ iccid: '1', bytes }] })
    expect(told(Number.MAX_SAFE_INTEGER)).toEqual([])
    expect(told(Number.MAX_SAFE_INTEGER + 1)).toEqual(['data.sims.0.bytes'])
  })
})
