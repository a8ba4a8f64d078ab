import type { Day } from './time.js';

/** A project on the green channel 重点项目绿色通道, as far as the rule looks at it. */
export interface ListedProject {
  code: string;
  name: string;
  /** Other names people use for it. */
  aliases: readonly string[];
  enterpriseId: string | null;
  listedOn: Day;
  /** Last day on the channel; null: open. */
  endsOn: Day | null;
}

/** What is known of a matter when it comes in; `enterpriseId` is that of the enterprise whose code was given. */
export interface ProjectMatter {
  text: string;
  enterpriseId?: string | null;
  /** The project the operator chose. */
  chosen?: string | null;
  on: Day;
}

/** Why a case is about a project: it was chosen, the text names it, or it is the one project of the enterprise. */
export const PROJECT_REASONS = ['chosen', 'named', 'enterprise', 'marked'] as const;
export type ProjectReason = (typeof PROJECT_REASONS)[number];

export interface ProjectFound {
  code: string;
  why: ProjectReason;
}

const SHORTEST = 4;
const plain = (text: string): string => text.normalize('NFKC').replace(/\s+/g, '').toLowerCase();
const onChannel = ({ listedOn, endsOn }: ListedProject, day: Day): boolean => listedOn <= day && (endsOn === null || endsOn >= day);

/**
 * The listed project a matter is about: the one that was chosen, the one the text names (the longest name wins, names under four
 * characters say nothing), or the enterprise's only one. Of several projects of an enterprise none is guessed.
 * Source: domain text, sections 2 and 4 (project flag).
 */
export function projectOf(matter: ProjectMatter, projects: readonly ListedProject[]): ProjectFound | undefined {
  const open = projects.filter((one) => onChannel(one, matter.on));
  const chosen = open.find(({ code }) => code === matter.chosen);
  if (chosen) return { code: chosen.code, why: 'chosen' };
  const text = plain(matter.text);
  const named = open
    .flatMap((one) => [one.name, ...one.aliases].map((name) => ({ code: one.code, name: plain(name) })))
    .filter(({ name }) => name.length >= SHORTEST && text.includes(name))
    .sort((a, b) => b.name.length - a.name.length || (a.code < b.code ? -1 : 1));
  if (named[0]) return { code: named[0].code, why: 'named' };
  const own = matter.enterpriseId ? open.filter(({ enterpriseId }) => enterpriseId === matter.enterpriseId) : [];
  return own.length === 1 ? { code: own[0]!.code, why: 'enterprise' } : undefined;
}
