import type { Skill } from '../domain/call-facts.js';
import type { HotlinePolicy } from '../domain/hotline-figures.js';
import type { LimitUnit } from '../domain/vocabulary.js';
import { configJson } from '../platform/settings.js';

/** What a city says and waits for on the telephone: `config/telephone.json`. */
export interface TelephoneSettings extends HotlinePolicy {
  greeting: string;
  menu: string;
  menuKeys: Readonly<Record<string, Skill>>;
  menuSeconds: number;
  waiting: string;
  next: string;
  holding: string;
  voicemail: string;
  goodbye: string;
  apology: string;
  voicemailSeconds: number;
  longestWaitSeconds: number;
  offerSeconds: number;
  wrapUpSeconds: number;
  anySkillAfterSeconds: number;
  headStartSeconds: Partial<Record<Skill, number>>;
  lostAfterSeconds: number;
  askCarrierAfterMinutes: number;
  tasks: Record<'missed-call' | 'voicemail', { amount: number; unit: LimitUnit }>;
  recordings: { keepYears: number };
  defaultSkills: readonly Skill[];
}

export const telephoneSettings = (): TelephoneSettings => configJson<TelephoneSettings>('telephone.json');
