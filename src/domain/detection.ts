import type { UnlikeSettings } from './discretion.js';
import { day, fields, number, whole } from './setting-checks.js';
import { type SpikeSettings, spikeSettings } from './spikes.js';

/** What an inspector looks for in the hotline's data, and from where on it is told. Source: domain sources 4.1. */
export interface DetectionSettings {
  version: number;
  validFrom: string;
  /** A matter told again so often. */
  repeats: number;
  /** A case given back so often. */
  returns: number;
  /** Rounds after which the complainant was dissatisfied, and the case closed all the same. */
  dissatisfied: number;
  /** Public replies at least so alike (0 to 1), in so many cases of one department. */
  template: { alike: number; cases: number };
  unlike: UnlikeSettings;
  /** So many times as long for small enterprises, or for those from outside. */
  slower: { ratio: number };
  spike: SpikeSettings;
}

const shape = fields({
  version: whole(1),
  validFrom: day,
  repeats: whole(1),
  returns: whole(1),
  dissatisfied: whole(1),
  template: fields({ alike: number(0.5, 1), cases: whole(2) }),
  unlike: fields({ factor: number(1.1, 100), least: whole(2) }),
  slower: fields({ ratio: number(1.01, 10) }),
  spike: spikeSettings,
});

/** Reads the thresholds; throws an Error that names the field. */
export function readDetection(json: unknown): DetectionSettings {
  shape(json, '');
  return json as DetectionSettings;
}
