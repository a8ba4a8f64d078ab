/** Everybody who works on a case, signed in when first needed, by names short enough for a story to read like one. */
import type { App } from './app.js';
import { type Client, type Json, type Reply, succeeded } from './client.js';
import { phoneCase } from './town.js';

export const SUMMARY = '反映窗口多次往返';
export const ANSWER = { finding: 'true', solved: 'solved', internalNote: '已核实', publicReply: '已退费并道歉' };

/** `market` is the handler of that department, `market!` its leader, `dispatcher` the first dispatcher, `operator2` the second operator. */
const usernameOf = (who: string): string => {
  if (who.endsWith('!')) return `${who.slice(0, -1)}.leader`;
  if (['market', 'tax', 'fire', 'housing'].includes(who)) return `${who}.handler1`;
  return /\d$/.test(who) ? who : `${who}1`;
};

export class Desks {
  private readonly people = new Map<string, Client>();

  constructor(private readonly app: Pick<App, 'signIn' | 'turnTo'>) {}

  async as(who: string): Promise<Client> {
    const known = this.people.get(who) ?? (await this.app.signIn(usernameOf(who)));
    this.people.set(who, known);
    return known;
  }

  /** Turns the server's clock on to that instant; sessions of the day before are over. */
  async turnTo(now: string): Promise<void> {
    this.people.clear();
    await this.app.turnTo(now);
  }

  /** One step at the case's present version; refusals come back as replies. */
  async act(who: string, caseNumber: string, action: string, body = {}): Promise<Reply> {
    return (await this.as(who)).act(caseNumber, action, body);
  }

  /** The same where it has to go well; gives the new view. */
  async done(who: string, caseNumber: string, action: string, body = {}): Promise<Json> {
    return succeeded(await this.act(who, caseNumber, action, body), 200);
  }

  async view(caseNumber: string, who = 'reviewer'): Promise<Json> {
    return succeeded(await (await this.as(who)).get(`/cases/${caseNumber}`));
  }

  /** The view once it is as wanted, or as it is after half a minute: timers have the time they need. */
  async until(caseNumber: string, holds: (seen: Json) => boolean): Promise<Json> {
    const end = Date.now() + 30_000;
    for (;;) {
      const seen = await this.view(caseNumber);
      if (holds(seen) || Date.now() > end) return seen;
      await new Promise((again) => setTimeout(again, 250));
    }
  }

  async opened(): Promise<string> {
    return phoneCase(await this.as('operator'));
  }

  /** With `market` as the lead. */
  async dispatched(assists: readonly string[] = [], more: object = {}): Promise<string> {
    const caseNumber = await this.opened();
    await this.done('dispatcher', caseNumber, 'dispatch', { lead: 'market', assists, summary: SUMMARY, ...more });
    return caseNumber;
  }

  async working(): Promise<string> {
    const caseNumber = await this.dispatched();
    await this.done('market', caseNumber, 'sign');
    return caseNumber;
  }

  async answered(): Promise<string> {
    const caseNumber = await this.working();
    await this.done('market!', caseNumber, 'answer', ANSWER);
    return caseNumber;
  }
}

/** The latest assignment of a department on a case. */
export const partOf = (seen: Json, departmentCode = 'market'): Json =>
  seen.assignments.filter((one: Json) => one.departmentCode === departmentCode).at(-1);
/** The latest limit of that name. */
export const limitOf = (seen: Json, name: string): Json => seen.limits.filter((one: Json) => one.name === name).at(-1);
export const typesOf = (seen: Json): string[] => seen.history.map(({ type }: Json) => type as string);
/** Day and minute in the city: `11-09 17:30`. */
export const minuteOf = (at: string): string => at.slice(5, 16).replace('T', ' ');
