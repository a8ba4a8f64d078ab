/**
 * What the log keeps for the auditor, by what it is about: no event goes there that is not named here, so that whoever looks for it finds it.
 * Source: domain text 6.3, 6.4, 6.6.
 */
export const AUDITED = {
  reads: [
    'case.viewed',
    'case.unmasked',
    'case.attachment-read',
    'recording.listened',
    'enterprise.unmasked',
    'special-supervisor.unmasked',
    'investigation.viewed',
    'investigation.document-read',
    'self-finding.viewed',
    'report.read',
  ],
  files: [
    'statistics.exported',
    'export.requested',
    'export.approved',
    'export.refused',
    'export.ready',
    'export.failed',
    'export.downloaded',
    'export.expired',
  ],
  sessions: [
    'session.opened',
    'session.closed',
    'factor.turned-on',
    'factor.turned-off',
    'passkey.added',
    'passkey.renamed',
    'passkey.removed',
    'passkey.counter-back',
  ],
  accounts: [
    'accounts.imported',
    'account.link-made',
    'account.password-set',
    'account.closed',
    'account.reopened',
    'account.put-on-duty',
    'account.taken-off-duty',
    'account.sessions-ended',
    'account.factor-reset',
    'account.rescued',
    'recusal.declared',
    'recusal.lifted',
    'case.reader-named',
    'case.reader-dropped',
  ],
  organisation: ['department.added', 'department.changed', 'department.moved', 'department.deactivated', 'department.reactivated'],
  rules: [
    'settings.changed',
    'rule.proposed',
    'rule.released',
    'rule.refused',
    'rule.withdrawn',
    'calendar.proposed',
    'calendar.released',
    'calendar.declined',
    'calendar.withdrawn',
    'calendar.changed',
    'behaviour.proposed',
    'behaviour.released',
    'behaviour.refused',
    'behaviour.withdrawn',
    'fee.proposed',
    'fee.approved',
    'fee.refused',
    'fee.withdrawn',
    'fee.ended',
  ],
  texts: [
    'article.drafted',
    'article.edited',
    'article.proposed',
    'article.withdrawn',
    'article.released',
    'article.refused',
    'article.reviewed',
    'article.retired',
    'article.judged',
    'typical-case.drafted',
    'typical-case.edited',
    'typical-case.proposed',
    'typical-case.approved',
    'typical-case.returned',
    'typical-case.published',
    'typical-case.withdrawn',
    'typical-case.discarded',
  ],
  data: [
    'import.uploaded',
    'import.mapped',
    'import.check-started',
    'import.started',
    'import.cancelled',
    'import.finished',
    'import.failed',
    'intake.not-kept',
    'retention.forgotten',
  ],
  interfaces: [
    'webhook.created',
    'webhook.paused',
    'webhook.resumed',
    'webhook.secret-renewed',
    'webhook.tested',
    'webhook.ended',
    'webhook.resent',
    'open311.client-issued',
    'open311.client-revoked',
    'notice.retried',
    'notice.cancelled',
  ],
} as const;

export type AuditGroup = keyof typeof AUDITED;
export type AuditType = (typeof AUDITED)[AuditGroup][number];

export const AUDIT_GROUPS = Object.keys(AUDITED) as AuditGroup[];

/**
 * Which facts say what an entry is about, besides its case. Whoever looks after reading is told no more than that something was read: neither
 * whom a sealed case was opened to, nor the number of an investigation, nor a department of a matter.
 */
const NAMED_BY: Readonly<Record<AuditGroup, readonly string[]>> = {
  reads: ['enterprise', 'number'],
  files: ['number'],
  sessions: ['account'],
  accounts: ['account'],
  organisation: ['departmentCode'],
  rules: ['code', 'year'],
  texts: [],
  data: ['number', 'receiptNumber'],
  interfaces: ['subscription', 'client'],
};
/** And of what kind, in a word of the trade: kind of rules, of files, of what is forgotten, the table that was taken out. */
const KIND_OF = ['kind', 'what', 'table', 'template'];

const groupOf = new Map<string, AuditGroup>(AUDIT_GROUPS.flatMap((group) => AUDITED[group].map((type) => [type, group] as const)));

const firstOf = (names: readonly string[], facts: Readonly<Record<string, unknown>>): string | undefined => {
  const found = names.map((name) => facts[name]).find((value) => typeof value === 'string' || typeof value === 'number');
  return found === undefined ? undefined : String(found);
};

/** What the facts of an entry say it is about. */
export function auditSubject(type: string, facts: Readonly<Record<string, unknown>>): { subject?: string; kind?: string } {
  const group = groupOf.get(type);
  const [subject, kind] = [group && firstOf(NAMED_BY[group], facts), firstOf(KIND_OF, facts)];
  return { ...(subject === undefined ? {} : { subject }), ...(kind === undefined ? {} : { kind }) };
}
