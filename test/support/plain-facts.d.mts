export function plainCondition(fact: string, at: { now: number; departments?: readonly string[] }): string;
