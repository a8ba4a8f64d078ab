import { CARD_STEPS, officeStep } from '../domain/office-steps.js';
import { explanationDue } from '../domain/office-settings.js';
import { ACCOUNT_MEASURES } from '../domain/office-vocabulary.js';
import type { CardRow } from '../supervision/cards.js';
import type { ConcernRow } from '../supervision/concerns.js';
import type { ExplanationRow } from '../supervision/explanations.js';
import { idOf, type Office } from './office.js';
import type { Life, Walk } from './life.js';

/** Minutes of duty in a working day of the demo city: seven hours. */
const WORKING_DAY = 420;

/** Who was held to account; the name is encrypted when written. */
export interface Account {
  id: string;
  explanationId: string;
  departmentCode: string;
  person: string;
  post: string;
  measure: string;
  note: null;
  at: number;
  username: string;
}

/** What people answer to cards and concerns: appeals and their decisions, letters that are demanded and written. */
export class Papers {
  readonly letters: ExplanationRow[] = [];
  readonly accounts: Account[] = [];

  constructor(
    private readonly office: Office,
    private readonly supervises: (life: Life, concern: ConcernRow) => void,
  ) {
    office.onCard = (card, life) => this.answer(card, life);
    office.onConcern = (concern, life) => this.lookAt(concern, life);
  }

  private later(days: readonly [from: number, to: number]): number {
    const { world, random } = this.office.tools;
    return world.dutyAfter(world.now, random.between([days[0] * WORKING_DAY, days[1] * WORKING_DAY]));
  }

  private answer(card: CardRow, life: Life | undefined): void {
    const { world, random } = this.office.tools;
    if (random.chance(0.14)) world.start(undefined, this.appeal(card, life), this.later([0.4, 6]), 'any');
    if (card.colour === 'red' && random.chance(0.4)) world.start(undefined, this.demand(card, life), this.later([0.2, 2]), 'any');
  }

  private *appeal(card: CardRow, life: Life | undefined): Walk {
    const { world, random, story, wording } = this.office.tools;
    const leader = story.staff.leader(card.departmentCode);
    const told = { cardId: card.id, departmentCode: card.departmentCode, colour: card.colour };
    const step = (action: string, by: typeof leader, patch: Partial<CardRow>) => {
      const { to } = officeStep('card', CARD_STEPS, card, { action }, by);
      Object.assign(card, { ...patch, status: to, version: card.version + 1 });
    };
    step('appeal', leader, { appeal: random.pick(wording.appeal), appealedAt: world.now, appealedBy: leader.username });
    this.office.sayOf(life, 'card.appealed', told, leader);
    yield this.later([0.6, 5]);
    const { supervisor } = story.staff;
    const stands = random.chance(0.72);
    const why = random.pick(stands ? wording.uphold : wording.withdraw);
    step(stands ? 'uphold' : 'withdraw', supervisor, { why, decidedAt: world.now, decidedBy: supervisor.username });
    this.office.sayOf(life, stands ? 'card.upheld' : 'card.withdrawn', { ...told, why }, supervisor);
  }

  /** A letter about a red card: by an action on the case while it is open, else by itself. */
  // eslint-disable-next-line require-yield -- a walk of one step
  private *demand(card: CardRow, life: Life | undefined): Walk {
    const { wording } = this.office.tools;
    const index = { overdue: 0, 're-handled': 1, 'false-closing': 2 }[card.rule as 'overdue'] ?? 0;
    this.letter(card.departmentCode, wording.grounds[index]!, life);
  }

  /** Demands a letter now, and lets its leader write it unless he has not come to it yet. */
  letter(departmentCode: string, ground: string, life: Life | undefined, isWritten = true): void {
    const { world, story, office, calendar } = this.office.tools;
    const { supervisor } = story.staff;
    const id = idOf(`letter ${departmentCode} ${this.letters.length}`);
    const dueAt = explanationDue(office, calendar, world.now);
    const letter: ExplanationRow = {
      ...{ id, version: 1, departmentCode, caseNumber: life?.state.caseNumber ?? null, status: 'demanded', ground, dueAt },
      ...{ demandedAt: world.now, demandedBy: supervisor.username, draft: null, letter: null, givenAt: null, givenBy: null },
      ...{ reason: null, decidedAt: null, decidedBy: null },
    };
    this.letters.push(letter);
    const facts = { explanationId: id, departmentCode, dueAt, ground };
    if (life?.open && life.can('explain', supervisor)) life.do('explain', { ...facts, text: ground }, supervisor);
    else this.office.sayOf(life, 'explanation.demanded', facts, supervisor);
    if (isWritten) world.start(undefined, this.write(letter, life), this.later([0.5, 3.3]), 'any');
  }

  private *write(letter: ExplanationRow, life: Life | undefined): Walk {
    const { world, random, story, wording, office, calendar } = this.office.tools;
    const leader = story.staff.leader(letter.departmentCode);
    const { supervisor } = story.staff;
    const told = { explanationId: letter.id, departmentCode: letter.departmentCode };
    const change = (patch: Partial<ExplanationRow>) => Object.assign(letter, { ...patch, version: letter.version + 1 });
    for (let turn = 0; ; turn++) {
      change({ status: 'given', letter: random.pick(wording.letters), givenAt: world.now, givenBy: leader.username });
      this.office.sayOf(life, 'explanation.given', told, leader);
      yield this.later([0.4, 2.5]);
      const decided = { decidedAt: world.now, decidedBy: supervisor.username };
      if (turn === 0 && random.chance(0.18)) {
        const reason = random.pick(wording.letterReturns);
        const dueAt = explanationDue(office, calendar, world.now);
        change({ ...decided, status: 'returned', reason, dueAt });
        this.office.sayOf(life, 'explanation.returned', { ...told, reason, dueAt }, supervisor);
        yield this.later([0.5, 2.5]);
        continue;
      }
      change({ ...decided, status: 'accepted' });
      this.office.sayOf(life, 'explanation.accepted', told, supervisor);
      break;
    }
    if (!random.chance(0.3)) return;
    yield this.later([0.2, 2]);
    this.holdToAccount(letter, life);
  }

  private holdToAccount(letter: ExplanationRow, life: Life | undefined): void {
    const { world, random, story, wording } = this.office.tools;
    const { supervisor } = story.staff;
    const measure = random.pick(ACCOUNT_MEASURES.slice(0, 6));
    const { id: explanationId, departmentCode } = letter;
    letter.version += 1;
    this.accounts.push({
      ...{ id: idOf(`account ${explanationId}`), explanationId, departmentCode, person: random.pick(wording.persons) },
      ...{ post: random.pick(wording.posts), measure, note: null, at: world.now, username: supervisor.username },
    });
    this.office.sayOf(life, 'explanation.accounted', { explanationId, departmentCode, measure }, supervisor);
  }

  private lookAt(concern: ConcernRow, life: Life): void {
    this.office.tools.world.start(undefined, this.decide(concern, life), this.later([0.5, 4]), 'any');
  }

  /** Taken up, mostly by an order, or put aside with a reason. */
  // eslint-disable-next-line require-yield -- a walk of one step
  private *decide(concern: ConcernRow, life: Life): Walk {
    const { world, random, story, wording } = this.office.tools;
    const { supervisor } = story.staff;
    const takes = concern.kind !== 'alike-answers' && life.open ? random.chance(0.7) : random.chance(0.2);
    const why = random.pick(takes ? wording.take : wording.dismiss);
    const decided = { why, decidedAt: world.now, decidedBy: supervisor.username };
    Object.assign(concern, { ...decided, state: takes ? 'taken' : 'dismissed', version: 2 });
    const facts = { concernId: concern.id, kind: concern.kind, why };
    this.office.say(takes ? 'concern.taken' : 'concern.dismissed', facts, supervisor, life.state.caseNumber);
    if (takes && life.open) this.supervises(life, concern);
  }
}
