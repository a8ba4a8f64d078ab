import { DomainError } from './errors.js';

/** A department as its rules see it. */
export interface TreeNode {
  code: string;
  name: string;
  parentCode: string | null;
  active: boolean;
}

/** What keeps a department in service: assignments that are not over, rules of the dispatch catalogue that name it, units below it. */
export interface DepartmentUse {
  openAssignments: number;
  /** Rules in force or to come, by their id. */
  rules: string[];
  /** Names of active departments directly below. */
  below: string[];
}

/** Departments directly or further below one; a ring in old data ends. */
export function belowOf(code: string, all: readonly TreeNode[]): Set<string> {
  const found = new Set<string>();
  const look = [code];
  for (let above = look.pop(); above !== undefined; above = look.pop()) {
    for (const one of all) {
      if (one.parentCode !== above || found.has(one.code)) continue;
      found.add(one.code);
      look.push(one.code);
    }
  }
  return found;
}

/**
 * Why a department cannot stand under another one: `unknown-department` (none, or out of service), `below-itself` (itself, or one below
 * it); nothing when it can. Source: domain text, section 5: what is below the accused is told by the tree.
 */
export function parentFault(code: string, parentCode: string, all: readonly TreeNode[]): string | undefined {
  if (!all.some((one) => one.code === parentCode && one.active)) return 'unknown-department';
  return parentCode === code || belowOf(code, all).has(parentCode) ? 'below-itself' : undefined;
}

/** Ids of the rules that give cases to a department or match by its being accused. Source: domain text, section 5. */
export function rulesNaming(
  code: string,
  rules: readonly { id: string; lead: string; assists?: readonly string[]; accused?: readonly string[] }[],
): string[] {
  const names = rules.filter(({ lead, assists = [], accused = [] }) => [lead, ...assists, ...accused].includes(code));
  return [...new Set(names.map(({ id }) => id))];
}

/** The first thing that is to be settled before a department leaves service. Throws `department.in-use` (409) with all of them. */
export function admitDeactivation(use: DepartmentUse): void {
  if (use.openAssignments > 0 || use.rules.length > 0 || use.below.length > 0) throw new DomainError('department.in-use', 409, { ...use });
}

/** A department comes back only under one that is in service. Throws `department.parent-inactive` (409). */
export function admitReactivation(parentCode: string | null, all: readonly TreeNode[]): void {
  if (parentCode === null) return;
  const parent = all.find(({ code }) => code === parentCode);
  if (!parent?.active) throw new DomainError('department.parent-inactive', 409, { parent: parent?.name ?? parentCode });
}
