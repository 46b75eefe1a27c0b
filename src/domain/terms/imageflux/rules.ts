import { type Rules } from '../terms.ts'

/** The rules of this 約款 in the order of its articles; what is recorded only says why. */
export const rules: Rules = {
  'IF-1-1': { article: '第1条第1項', en: 'These terms govern ImageFlux', ja: '約款の適用対象' },
  'IF-1-2': { article: '第1条第2項', en: 'Base terms apply alongside', ja: '基本約款の併用' },
  'IF-2-1a': {
    article: '第2条第1項第1号',
    en: 'Type A: image conversion and delivery engine',
    ja: '画像変換・配信エンジン',
    recordedOnly: 'a service type; contract.plan and the price list name it, nothing else depends on it',
  },
  'IF-2-1b': {
    article: '第2条第1項第2号',
    en: 'Type B: live engine, two delivery methods',
    ja: 'ライブ配信エンジンと二つの方式',
  },
  'IF-2-1c': {
    article: '第2条第1項第3号',
    en: 'Type C: live streaming application',
    ja: 'ライブ配信アプリケーション',
    recordedOnly: 'a service type; contract.plan and the price list name it, nothing else depends on it',
  },
  'IF-2-2': {
    article: '第2条第2項',
    en: 'Contents and conditions per service site',
    ja: '内容はサービスサイト',
    recordedOnly:
      'points to the service site; terms.site-revision gives the revision, its text decides nothing here',
  },
  'IF-3-1': { article: '第3条第1項', en: 'One application per service type', ja: '申込みは種類ごと' },
  'IF-4-1a': {
    article: '第4条第1項',
    en: 'Service starts on the notified start date',
    ja: '通知された利用開始日',
  },
  'IF-4-1b': {
    article: '第4条第1項',
    en: 'First payment does not affect the start',
    ja: '初回入金は開始に影響しない',
  },
  'IF-5-1': {
    article: '第5条第1項',
    en: 'Monthly charges due by end of next month',
    ja: '支払期限は翌月末日',
  },
  'IF-6-1a': {
    article: '第6条第1項',
    en: 'Content used only to provide or maintain',
    ja: '画像・映像の使用目的の限定',
  },
  'IF-6-1b': {
    article: '第6条第1項',
    en: 'Customer grants rights and settles disputes',
    ja: '権利処理と紛争は利用者負担',
    recordedOnly: 'who settles a dispute; dispute.responsible-party cites it, no amount or date follows',
  },
  'IF-7-1': {
    article: '第7条第1項',
    en: 'Joint support only after contacting the customer',
    ja: '共同サポートは連絡後',
  },
  'IF-7-2a': {
    article: '第7条第2項',
    en: 'Customer data to delegate only for provision',
    ja: '利用者情報の提供目的',
  },
  'IF-7-2b': {
    article: '第7条第2項',
    en: 'No liability for sharing customer data',
    ja: '情報提供についての免責',
    recordedOnly:
      'a reason for which a claim is refused; claim.refusal-ground cites it, no amount or date follows',
  },
  'IF-8-1': {
    article: '第8条第1項',
    en: "Third-party disputes are the customer's",
    ja: '第三者紛争は利用者負担',
    recordedOnly: 'who settles a dispute; dispute.responsible-party cites it, no amount or date follows',
  },
  'IF-S1': { article: '附則第1条', en: 'Second version applies from 2021-07-15', ja: '改定版の適用開始' },
  'IF-S2': {
    article: '附則第2条',
    en: 'No minimum term if concluded before 2021-07-15',
    ja: '旧契約に最低利用期間なし',
  },
}
