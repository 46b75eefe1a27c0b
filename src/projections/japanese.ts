import { type Service } from '../domain/contract/vocabulary.ts'
import { type ChargeKind } from '../domain/terms/terms.ts'

/** Kinds of lines as a Japanese bill names them. */
export const KINDS_JA: Readonly<Record<ChargeKind, string>> = {
  initial: '初期費用',
  'monthly-base': '月額基本料',
  usage: '従量料金',
  overage: '超過料金',
  component: 'コンポーネント料金',
  'metric-relaxation': 'メトリクス上限緩和',
  'one-time': '一時費用',
  'option-base': 'オプション料金',
  paused: '休止中料金',
  'sim-base': 'SIM基本利用料',
  'line-maintenance': '回線維持手数料',
  data: 'データ通信料',
  'mobile-gateway': 'モバイルゲートウェイ利用料',
  'platform-base': 'プラットフォーム基本利用料',
  'sub-option': '付加機能料金',
  'aws-base': 'AWS接続基本料',
  'aws-data': 'AWS接続データ転送料',
  'additional-ip': '追加IPアドレス料金',
  sms: 'SMS送信料',
  passport: '割引パスポート',
  'early-termination': '最低利用期間内の終了に伴う料金',
  'downgrade-difference': '契約内容の変更に伴う差額',
  'outage-credit': '利用不能に伴う減額',
  'damage-reduction': '損害賠償としての減額',
  refund: '返金',
  coupon: 'クーポン充当',
  discount: '割引',
  'evaded-amount': '免れた料金',
  surcharge: '割増金',
  'excess-work': '上限を超える作業の料金',
  recourse: '求償',
  'late-interest': '遅延損害金',
  'temporary-reduction': '災害時の臨時の減額',
  'provider-rescission': '提供者の都合による終了に伴う返還',
  adjustment: '訂正',
}

export const SERVICES_JA: Readonly<Record<Service, string>> = {
  imageflux: 'ImageFlux',
  'iij-media-sphere': 'IIJ Media Sphereサービス',
  'sakura-cloud': 'さくらのクラウド',
  'soracom-flux': 'SORACOM Flux',
  'optage-cloud-storage': 'コネクティビティ クラウド・ストレージ',
}

/** Who provides a service, where the operator did not say under which name bills are issued. */
export const PROVIDERS_JA: Readonly<Record<Service, string>> = {
  imageflux: 'さくらインターネット株式会社',
  'iij-media-sphere': '株式会社インターネットイニシアティブ',
  'sakura-cloud': 'さくらインターネット株式会社',
  'soracom-flux': '株式会社ソラコム',
  'optage-cloud-storage': '株式会社オプテージ',
}
