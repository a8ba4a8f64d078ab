import { type Answers, type Question, type Questionnaire, readQuestionnaires } from '../domain/questionnaires.js';
import { addDays, dayOf, instantOf, type Day, type Instant } from '../domain/time.js';
import type { ToldEvent } from '../events/event-log.js';
import type { Contacts } from '../feedback/contacts.js';
import { type Keys, tokenHash } from '../platform/crypto.js';
import { configJson } from '../platform/settings.js';
import { idOf, type Listed } from './enterprise-list.js';
import type { Staff } from './people.js';
import type { Random } from './random.js';

type Row = Record<string, unknown>;

/** Rounds of questionnaires with their invitations and answers. */
export interface RoundHistory {
  rounds: Row[];
  invitations: Row[];
  answers: Row[];
  events: ToldEvent[];
}

interface Plan {
  questionnaire: string;
  title: (day: Day) => string;
  /** Days before today on which it opens; it is open for so many days. */
  ago: number;
  days: number;
  guests: number;
  /** How good the answers are, 0 to 1. */
  mood: number;
}
const half = (day: Day): string => `${day.slice(0, 4)}年${day.slice(5, 7) <= '06' ? '上' : '下'}半年`;
const PLANS: readonly Plan[] = [
  { questionnaire: 'environment', title: (day) => `${half(day)}营商环境问卷`, ago: 640, days: 30, guests: 90, mood: 0.45 },
  { questionnaire: 'environment', title: (day) => `${half(day)}营商环境问卷`, ago: 455, days: 30, guests: 100, mood: 0.52 },
  { questionnaire: 'environment', title: (day) => `${half(day)}营商环境问卷`, ago: 275, days: 30, guests: 110, mood: 0.6 },
  { questionnaire: 'environment', title: (day) => `${half(day)}营商环境问卷`, ago: 12, days: 40, guests: 120, mood: 0.68 },
  { questionnaire: 'after-visit', title: (day) => `${day.slice(0, 4)}年走访问需回访`, ago: 60, days: 120, guests: 12, mood: 0.7 },
];
const ANSWERED = 0.55;
const WROTE = 0.35;

/** One answer to a question: the better the mood, the better. */
function answerTo({ kind, options = [] }: Question, mood: number, random: Random): unknown {
  if (kind === 'scale') return Math.max(1, Math.min(5, Math.round(1 + 4 * (mood + random.between([-0.35, 0.35])))));
  if (kind === 'choice') return options[random.index(options.map((_, index) => (index + 1) ** (2 - 3 * mood)))]!.code;
  const chosen = options.slice(0, -1).filter(() => random.chance(0.55 * (1 - mood)));
  return chosen.length > 0 ? chosen.map(({ code }) => code) : [options.at(-1)!.code];
}

/** Half-yearly rounds over the list, the last of them open, and a small one after visits. */
export class Rounds {
  private readonly history: RoundHistory = { rounds: [], invitations: [], answers: [], events: [] };
  private readonly all = readQuestionnaires(configJson('questionnaires.json'));

  constructor(
    private readonly list: readonly Listed[],
    private readonly until: Instant,
    private readonly staff: Staff,
    private readonly words: readonly string[],
    private readonly keys: Keys,
    private readonly contacts: Contacts,
    private readonly random: Random,
  ) {}

  make(): RoundHistory {
    for (const plan of PLANS) this.round(plan);
    this.history.events.sort((a, b) => a.at - b.at);
    return this.history;
  }

  private round({ questionnaire, title, ago, days, guests, mood }: Plan): void {
    const { random, history } = this;
    const content = this.all.find(({ code }) => code === questionnaire)!;
    const id = idOf(random);
    const today = dayOf(this.until);
    const opensOn = addDays(today, -ago);
    const closesOn = addDays(opensOn, days);
    const by = this.staff.supervisor;
    const at = instantOf(opensOn, 9 * 60 + 20);
    history.rounds.push({
      ...{ id, questionnaire, title: title(opensOn), content: JSON.stringify(content), opensOn, closesOn },
      ...{ username: by.username, createdAt: at },
    });
    history.events.push({ type: 'questionnaire.begun', facts: { round: id, questionnaire }, by, at, audience: 'office' });
    const invited = this.list.slice(0, guests);
    history.events.push({
      type: 'questionnaire.invited',
      facts: { round: id, invited: invited.length },
      by,
      at: at + 600_000,
      audience: 'office',
    });
    for (const guest of invited)
      this.invite(id, guest, { content, opensOn, last: closesOn < today ? closesOn : addDays(today, -1), mood, at });
  }

  private invite(
    roundId: string,
    { id: enterpriseId, enterprise }: Listed,
    round: { content: Questionnaire; opensOn: Day; last: Day; mood: number; at: Instant },
  ): void {
    const { random, history } = this;
    const target = `${roundId}:${enterpriseId}`;
    const hash = tokenHash(this.keys.blind(target, 'questionnaire', 32));
    const span = Math.max(0, Math.round((instantOf(round.last) - instantOf(round.opensOn)) / 86_400_000));
    const answeredOn = addDays(round.opensOn, Math.floor(random.next() ** 2 * span));
    const isAnswered = random.chance(ANSWERED);
    history.invitations.push({
      tokenHash: hash,
      roundId,
      enterpriseId,
      invitedAt: round.at + 600_000,
      usedOn: isAnswered ? answeredOn : null,
    });
    if (!isAnswered) return;
    const id = idOf(random);
    const asked = round.content.questions.filter(({ kind }) => kind !== 'text');
    const answers: Answers = Object.fromEntries(asked.map((question) => [question.code, answerTo(question, round.mood, random)]));
    const wrote = random.chance(WROTE) ? JSON.stringify({ words: random.pick(this.words) }) : undefined;
    history.answers.push({
      ...{ id, roundId, way: 'link', size: enterprise.size, origin: enterprise.origin, answers: JSON.stringify(answers) },
      words: this.contacts.close(wrote, 'questionnaire_answers.words', id),
      answeredOn,
      sourceIndex: this.contacts.linkIndex(`${roundId}:${hash}`, 'questionnaire-answer'),
      ...{ caseNumber: null, caseIndex: null },
    });
  }
}
