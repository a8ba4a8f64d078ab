export function plainCondition(fact: string, at: { now: number; departments?: readonly string[]; engine?: 'embedded' | 'mysql' }): string;
