import type { RegisterWords } from './public-registers.zh-CN';

const registers: RegisterWords = {
  service: {
    title: 'For enterprises',
    fees: 'Register of fees',
    feesHint: 'Look before you pay: what is not listed must not be asked for',
  },
  fees: {
    title: 'Register of fees on enterprises',
    lead: 'A fee asked of an enterprise must stand in this register. Look before you pay: who may ask, on what ground, how much.',
    search: 'Fee',
    searchHelp: 'As it stands on the bill, for example 检验费 or 保证金.',
    department: 'Asked for by',
    anyDepartment: 'Any department',
    look: 'Search',
    count: (n) => `${n} found`,
    none: 'This is not in the register.',
    noneHelp: 'Try another name. If somebody does ask for it, it stands outside the register: tell us.',
    report: 'Report a fee',
    more: 'Show more',
    kinds: {
      administrative: 'Administrative fee',
      fund: 'Government fund',
      operating: 'Priced service',
      deposit: 'Deposit',
    },
    standings: { 'in-force': 'In force', ended: 'No longer asked for', 'to-come': 'Not valid yet' },
    collector: 'Asked for by',
    payer: 'Who pays',
    standard: 'Standard',
    basis: 'Ground',
    valid: 'Valid',
    from: (day) => `from ${day}`,
    span: (from, to) => `${from} to ${to}`,
    failed: 'The register could not be loaded just now.',
  },
};

export default registers;
