import type { Actor } from './case-state.js';
import { factsFor, readsOriginal, scopeKey, scopeOf } from './visibility.js';
import { ROLES, type Role } from './vocabulary.js';

const person = (role: Role, more: Partial<Actor> = {}): Actor => ({ username: `${role}1`, name: role, roles: [role], ...more });
const at = (departmentCode: string, role: Role = 'handler') => person(role, { departmentCode });

describe('what a role sees of cases', () => {
  const NOTHING = { ordinary: false, departmentCode: null, sealedFor: null, recusedFrom: [] };
  const ORDINARY = { ...NOTHING, ordinary: true };
  const TABLE: Record<Role, object> = {
    operator: ORDINARY,
    dispatcher: ORDINARY,
    reviewer: ORDINARY,
    supervisor: ORDINARY,
    commissioner: ORDINARY,
    inspector: { ...ORDINARY, sealedFor: 'inspector1' },
    handler: { ...NOTHING, departmentCode: 'market' },
    leader: { ...NOTHING, departmentCode: 'market' },
    administrator: NOTHING,
    auditor: NOTHING,
  };

  it.each(ROLES)('%s', (role) => {
    expect(scopeOf(person(role, { departmentCode: 'market' }))).toEqual(TABLE[role]);
  });

  it('is nothing for a handler without a department', () => {
    expect(scopeOf(person('handler'))).toEqual(NOTHING);
  });

  it('is nothing for somebody without a role, and for a role nobody knows', () => {
    expect(scopeOf({ ...person('operator'), roles: [] })).toEqual(NOTHING);
    expect(scopeOf({ ...person('operator'), roles: ['wizard' as Role] })).toEqual(NOTHING);
  });

  it('adds up for somebody with two roles', () => {
    expect(scopeOf({ ...at('market'), roles: ['handler', 'inspector'] })).toEqual({
      ordinary: true,
      departmentCode: 'market',
      sealedFor: 'handler1',
      recusedFrom: [],
    });
  });

  it('is the same question for equal scopes, in whatever order the recusals stand', () => {
    const [one, other] = [
      ['tax', 'fire'],
      ['fire', 'tax'],
    ].map((recusedFrom) => scopeKey(scopeOf(person('operator', { recusedFrom }))));
    expect(one).toBe(other);
    expect(one).not.toBe(scopeKey(scopeOf(person('operator'))));
    expect(scopeKey(scopeOf(person('operator')))).toBe(scopeKey(scopeOf(person('reviewer'))));
    expect(scopeKey(scopeOf(at('market')))).toBe(scopeKey(scopeOf(at('market', 'leader'))));
    expect(scopeKey(scopeOf(at('market')))).not.toBe(scopeKey(scopeOf(at('tax'))));
  });

  it('holds the complainant’s own words for the hotline and the commission alone', () => {
    const readers = ROLES.filter((role) => readsOriginal(person(role, { departmentCode: 'market' })));
    expect(readers).toEqual(['operator', 'dispatcher', 'reviewer', 'supervisor', 'inspector', 'commissioner']);
  });
});

describe('the facts of an event', () => {
  const summary = { lead: 'market', assists: ['tax'], designated: false, summary: '摘要' };
  const answer = { departmentCode: 'tax', round: 1, publicReply: '已退税' };

  it.each<[string, Actor, string, Record<string, unknown>, boolean, Record<string, unknown>]>([
    [
      'the hotline reads all',
      person('reviewer'),
      'case.transferred',
      { target: '110', reason: '…' },
      false,
      { target: '110', reason: '…' },
    ],
    ['a department reads its dispatch', at('market'), 'case.dispatched', summary, true, summary],
    ['a department reads its own answer', at('tax'), 'assignment.answered', answer, false, answer],
    ['the lead reads its assist’s answer', at('market'), 'assignment.answered', answer, true, answer],
    [
      'an assist learns of another department’s step the name alone',
      at('fire'),
      'assignment.answered',
      answer,
      false,
      { departmentCode: 'tax' },
    ],
    ['a department reads no reason of a seal', at('market'), 'case.sealed', { reason: '索贿' }, true, {}],
    ['a department reads no reason of a reopening', at('market'), 'case.reopened', { round: 2, reason: '…' }, true, {}],
    ['a department reads no call-back', at('market'), 'case.called-back', { satisfiedResult: 'dissatisfied' }, true, {}],
    ['a department does not read from where a case came', at('market'), 'case.registered', { channel: 'phone', callId: 'c1' }, true, {}],
    ['a department reads nothing of an event nobody thought of', at('market'), 'case.invented-later', { secret: 1 }, true, {}],
    [
      'a department reads its own moved limit',
      at('market'),
      'limit.moved',
      { limit: 'answer', from: 1, to: 2 },
      true,
      { limit: 'answer', from: 1, to: 2 },
    ],
    ['an administrator reads nothing', person('administrator'), 'case.called-back', { reached: true }, false, {}],
  ])('%s', (_, reader, type, facts, isLead, seen) => {
    expect(factsFor(reader, type, facts, isLead)).toEqual(seen);
  });
});
