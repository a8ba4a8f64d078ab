import { type CardSettings, readCardSettings } from './card-rules.js';
import { type CategorySettings, readCategorySettings } from './category-settings.js';
import { type NoticeTexts, readNoticeTexts, readTrackingTexts, type TrackingTexts } from './complainant-texts.js';
import { type LimitSettings, readLimitSettings } from './limit-settings.js';
import { type OfficeSettings, readOfficeSettings } from './office-settings.js';
import { readRetentionSettings, type RetentionSettings } from './retention.js';
import type { RoutingRule } from './routing-rules.js';
import type { RuleKind } from './rule-proposals.js';
import { type GroupSettings, readGroupSettings, readScoringSettings, type ScoringSettings } from './scoring-settings.js';
import { day, fields, number, some, whole } from './setting-checks.js';

/** The dispatch catalogue. */
export interface RoutingSettings {
  version: number;
  validFrom: string;
  auto: number;
  rules: RoutingRule[];
}

/** What a document of each kind of rules says. */
export interface RuleDocuments {
  limits: LimitSettings;
  routing: RoutingSettings;
  categories: CategorySettings;
  cards: CardSettings;
  supervision: OfficeSettings;
  scoring: ScoringSettings;
  groups: GroupSettings;
  retention: RetentionSettings;
  notices: NoticeTexts;
  messages: TrackingTexts;
}

/** The shape of the dispatch catalogue; what a single rule gets wrong is told by `problemOf`. */
const ANY = (): void => undefined;
const CONDITIONS = ['category', 'keywords', 'region', 'accused', 'channel', 'size', 'assists'];
const ROUTING = fields({
  version: whole(1),
  validFrom: day,
  auto: number(0, 1),
  rules: some(fields({ id: ANY, lead: ANY, confidence: ANY, note: ANY }, Object.fromEntries(CONDITIONS.map((name) => [name, ANY])))),
});

const READERS: { readonly [K in RuleKind]: (json: unknown) => RuleDocuments[K] } = {
  limits: readLimitSettings,
  routing: (json) => (ROUTING(json, ''), json as RoutingSettings),
  categories: readCategorySettings,
  cards: readCardSettings,
  supervision: readOfficeSettings,
  scoring: readScoringSettings,
  groups: readGroupSettings,
  retention: readRetentionSettings,
  notices: readNoticeTexts,
  messages: readTrackingTexts,
};

/** Reads a document of rules. Throws an error with the first path that is not as it should be, and what was wanted there. */
export const readRules = <K extends RuleKind>(kind: K, json: unknown): RuleDocuments[K] => READERS[kind](json);
