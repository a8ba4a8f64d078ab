import { AUDITED, auditSubject } from './audit.js';

describe('what the auditor reads of an entry', () => {
  it.each<[what: string, type: string, facts: Record<string, unknown>, seen: { subject?: string; kind?: string }]>([
    ['an account', 'account.closed', { account: 'operator3' }, { subject: 'operator3' }],
    ['a rule by its kind', 'rule.released', { kind: 'limits', id: '4f1c', version: 3 }, { kind: 'limits' }],
    ['a file by its number and kind', 'export.ready', { number: 'D20260012', kind: 'cases' }, { subject: 'D20260012', kind: 'cases' }],
    ['a year of the calendar', 'calendar.released', { year: 2027, proposedBy: 'admin1' }, { subject: '2027' }],
    ['a department that moved', 'department.moved', { departmentCode: 'tax', was: {} }, { subject: 'tax' }],
    ['of an investigation not even its number', 'investigation.viewed', { investigationNumber: 'X20260001', document: 'd1' }, {}],
    ['of a sealed case not its readers', 'case.reader-named', { username: 'inspector2' }, {}],
    ['of a recusal neither person nor department', 'recusal.declared', { username: 'reviewer1', departmentCode: 'tax' }, {}],
    ['of a published case not its department', 'typical-case.discarded', { departmentCode: 'tax', number: '2026-003' }, {}],
    ['nothing where the facts name nothing', 'case.unmasked', { fields: ['phone'], reason: '回访' }, {}],
  ])('%s', (_, type, facts, seen) => {
    expect(auditSubject(type, facts)).toEqual(seen);
  });

  it('has each type in one group', () => {
    const types: string[] = Object.values(AUDITED).flat();
    expect(new Set(types).size).toBe(types.length);
  });
});
