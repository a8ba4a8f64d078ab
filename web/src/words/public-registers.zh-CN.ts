/** Public words of the registers: fees, cards, questionnaires, the ways in of special supervisors and monitoring points. */
const registers = {
  service: {
    title: '助企服务',
    fees: '涉企收费目录',
    feesHint: '交费前先查一查，目录里没有的不该收',
  },
  fees: {
    title: '涉企收费目录',
    lead: '向企业收费必须在这个目录里。交费前先查一查：谁能收、凭什么收、收多少。',
    search: '收费项目',
    searchHelp: '写收费单上的名称，例如：检验费、保证金。',
    department: '收费单位',
    anyDepartment: '所有单位',
    look: '查询',
    count: (n: number) => `查到 ${n} 项`,
    none: '目录里没有查到这一项。',
    noneHelp: '换个叫法再试试。如果确有单位在收，它就是目录外收费，请告诉我们。',
    report: '反映违规收费',
    more: '再看一些',
    kinds: {
      administrative: '行政事业性收费',
      fund: '政府性基金',
      operating: '政府定价经营服务收费',
      deposit: '保证金',
    } as Record<string, string>,
    standings: { 'in-force': '现行有效', ended: '已停止收取', 'to-come': '尚未生效' } as Record<string, string>,
    collector: '收费单位',
    payer: '缴费人',
    standard: '标准',
    basis: '依据',
    valid: '有效期',
    from: (day: string) => `${day}起`,
    span: (from: string, to: string) => `${from}至${to}`,
    failed: '目录暂时没有读出来。',
  },
};

export default registers;
export type RegisterWords = typeof registers;
