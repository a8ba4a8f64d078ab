import { residentIdValid } from './codes.js';

/** What leads to a person, a business or a place. Source: domain text, section 2 (typical cases) and 6.1. */
export const TRACE_KINDS = [
  'name',
  'phone',
  'id-number',
  'uscc',
  'plate',
  'email',
  'account',
  'case-number',
  'company',
  'place',
  'job-title',
  'date',
  'amount',
] as const;
export type TraceKind = (typeof TRACE_KINDS)[number];

/** Places in the text, in UTF-16 units; `to` is not counted any more. */
export interface Span {
  kind: TraceKind;
  from: number;
  to: number;
}

/** The same text with full-width letters, digits and signs as plain ones; every place stays where it was. */
export const folded = (text: string): string =>
  text.replace(/[！-～]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0)).replace(/\u3000/g, ' ');

/** The commonest family names, and the double ones; by frequency they cover far more than nine persons in ten. */
const SURNAMES =
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩邓冯曹彭曾萧肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱丘江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康葛牛樊葛佟栾滕齐尚苗卜曲鲍那关纪' +
  '项单计戚甄仲车费路宫时盛冷霍丛聂';
const DOUBLE = '欧阳|上官|司马|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|长孙|宇文|司徒|夏侯';
const SURNAME = `(?:${DOUBLE}|[${SURNAMES}])`;
const TITLES =
  '(?:副)?(?:局长|处长|科长|股长|主任|所长|大队长|中队长|支队长|队长|书记|镇长|乡长|村长|县长|区长|市长|院长|校长|站长|董事长|总经理|经理|厂长|会计|出纳|巡视员|调研员|科员|部长|主席|委员|法定代表人|法人代表)';
const CALLED =
  '(?:先生|女士|小姐|师傅|老师|老板|大姐|大哥|大爷|大娘|大妈|阿姨|叔叔|同志|警官|法官|医生|总(?![量数额体结局共是之的])|工(?![作人商程业地资会]))';

const DIGIT = '[\\p{Nd}零〇一二三四五六七八九幺]';
const GAP = '[ \\u00A0\\u200B-\\u200D\\uFEFF\\-\\u2010-\\u2015.·()（）]';
/** Words after which a place or a firm begins, and which never belong to its name. */
const APART =
  '在到从去往于的了和与及或是我你您他她它们位来至经由向对把被将等这那该某各个家有没里给让说称为因跟找开办用以又也就都不很并且但住';
/** A firm's name may hold some of them: 大有, 家和. */
const FIRM_PART = `(?:(?![${APART.replace(/[有家开来和]/gu, '')}])\\p{Script=Han})`;
const NAME_PART = `(?:(?![${APART}])\\p{Script=Han})`;
const NUMERAL = '[零〇一二两三四五六七八九十百千万亿]';
const HOUSE = `(?:[ ]?(?:\\d+|${NUMERAL}{1,6})[ ]?(?:号楼|号院|号|弄|栋|幢|座|楼|单元|室|层|组|社|门|院|窗口|库)){0,5}`;
const CLOCK = '(?:[上下]午|凌晨|早上|中午|晚上?)?';

const ways: [kind: TraceKind, source: string][] = [
  ['email', '[\\w.%+-]{1,64}@[\\w-]{1,63}(?:\\.[\\w-]{1,63})+'],
  ['account', '(?:微信|QQ|qq|抖音|支付宝)(?:号|账号|帐号)?(?:是|为|:|：)?[ ]?[A-Za-z0-9][\\w.-]{4,25}'],
  ['uscc', '(?<![0-9A-Za-z])(?=[0-9A-Za-z]{0,17}[A-Za-z])[0-9A-Za-z]{2}\\d{6}[0-9A-Za-z]{10}(?![0-9A-Za-z])'],
  ['id-number', '(?<![0-9A-Za-z])[1-9]\\d{16}[Xx](?![0-9A-Za-z])'],
  [
    'plate',
    '[京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新][ ]?[A-HJ-NP-Za-hj-np-z][ ·•.-]?(?:[A-HJ-NP-Za-hj-np-z0-9]{5,6}|[A-HJ-NP-Za-hj-np-z0-9]{4}[学警港澳挂领使])(?![A-Za-z0-9])',
  ],
  [
    'date',
    `(?:(?:19|20)\\d{2}|[一二][九〇零][〇零一二三四五六七八九]{2})年[ ]?(?:\\d{1,2}|${NUMERAL}{1,3})月(?:[ ]?(?:\\d{1,2}|${NUMERAL}{1,3})[日号]|份|[上中下]旬|初|底|末)?`,
  ],
  ['date', `(?:\\d{1,2}|${NUMERAL}{1,3})月(?:[ ]?(?:\\d{1,2}|${NUMERAL}{1,3})[日号]|份|[上中下]旬|初|底|末)`],
  ['date', '(?<![\\d.])(?:19|20)\\d{2}[-./](?:0?[1-9]|1[0-2])(?:[-./](?:0?[1-9]|[12]\\d|3[01]))?(?![\\d.])'],
  ['date', `(?:本月|上月|当月|上个月)[ ]?(?:\\d{1,2}|${NUMERAL}{1,3})[日号]`],
  [
    'date',
    `${CLOCK}\\d{1,2}[:：]\\d{2}(?:[:：]\\d{2})?|(?:[上下]午|凌晨|早上|中午|晚上)(?:\\d{1,2}|${NUMERAL}{1,3})[时点](?:\\d{1,2}分|半)?`,
  ],
  [
    'amount',
    `(?:人民币|¥|￥|\\$)?[ ]?\\d[\\d,，]*(?:\\.\\d+)?[ ]?(?:余|多|来)?[ ]?[十百千万亿]{0,3}(?:余|多)?(?:元|块钱|块(?![地儿])|美元|欧元)|(?:¥|￥|\\$)[ ]?\\d[\\d,，]*(?:\\.\\d+)?`,
  ],
  ['amount', `(?<![第每])${NUMERAL}{1,12}(?:余|多|来)?(?:元|块钱)`],
  [
    'company',
    `(?:${FIRM_PART}|[A-Za-z0-9()（）·]){2,24}?(?:有限责任公司|股份有限公司|有限公司|集团公司|分公司|公司|集团|合作社|事务所|加工厂|工厂|厂(?![长家房区])|饭店|酒店|宾馆|旅馆|餐厅|餐馆|饭馆|超市|商行|商店|商场|药店|药房|诊所|门诊部|医院|幼儿园|养殖场|农场|服务部|经营部|门市部|专卖店|分店|美发店|小吃店)`,
  ],
  [
    'place',
    `${NAME_PART}{1,8}(?:街道|大街|大路|大道|路(?![上由])|街|巷|胡同|(?:自然)?村(?![民干])|屯|社区|小区|花园|大厦|广场|市场(?!监|主体|经营|准入|价格|秩序|化|规)|园区(?!管)|[镇乡](?![政党]))${HOUSE}`,
  ],
  ['place', '\\d{1,4}[ ]?(?:号(?:楼|院|门|库|厂房|窗口)|栋|幢|单元|室)'],
  ['name', `${SURNAME}${TITLES}`],
  ['name', `${SURNAME}(?:某某?|[×xX*＊]{1,2}|${CALLED})`],
  [
    'name',
    `(?<!\\p{Script=Han})[老小][王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩邓冯曹](?![\\p{Script=Han}])|[老小][王李张刘陈杨赵吴孙朱郭](?=[说讲问答去来在把和与跟的])`,
  ],
  ['name', '\\b(?:Mr|Mrs|Ms|Miss|Dr)\\.?[ ][A-Z][a-z]+(?:[ ][A-Z][a-z]+)?'],
  ['job-title', TITLES],
];
const WAYS = ways.map(([kind, source]) => [kind, new RegExp(source, 'gu')] as const);

const RUN = new RegExp(`\\+?${DIGIT}(?:${GAP}{0,3}${DIGIT}){6,}[Xx]?`, 'gu');
const CHINESE_DIGITS: Record<string, string> = Object.fromEntries(
  [...'零〇一二三四五六七八九幺'].map((sign, n) => [sign, '00123456789'[n] ?? '1']),
);
const DATE_RUN = /^(?:19|20)\d{2}[-./](?:0?[1-9]|1[0-2])[-./](?:0?[1-9]|[12]\d|3[01])(?: +\d{1,2})?$/;
const MONEY = /^[ 多余,，\d.]*[元块万亿]/;

/** What a run of seven digits and more is: by how many there are, and by what they say. */
function kindOfRun(run: string, after: string): TraceKind | undefined {
  if (DATE_RUN.test(run) || (/^\d[\d,.]*$/.test(run) && MONEY.test(after))) return undefined;
  const digits = [...run]
    .map((sign) => CHINESE_DIGITS[sign] ?? sign)
    .join('')
    .replace(/[^\dXx]/g, '');
  if (residentIdValid(digits) || digits.length === 15 || /^\d{17}[Xx]$/.test(digits)) return 'id-number';
  if (/^20\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{6}$/.test(digits) || digits.length === 20) return 'case-number';
  if (digits.length === 18) return 'id-number';
  return digits.length > 15 ? 'account' : 'phone';
}

/** Whole spans that only look like a place or a firm. */
const HARMLESS =
  /(?:道路|公路|马路|铁路|思路|线路|出路|门路|弯路|电路|网路|半路|一路|沿路|高速路|农村|乡村|城乡|下乡|老乡|家乡|乡镇|城镇|村镇|物业公司|中介公司|外地公司|民营公司|保险公司|建筑公司|事业单位|人才市场|建筑市场|劳动力市场|街上|整条街|这条街|巡街)$/;

/** Spans by their shape alone, overlapping ones included. */
export function shapesIn(text: string): Span[] {
  const found: Span[] = [];
  for (const [kind, pattern] of WAYS) {
    for (const { 0: whole, index } of text.matchAll(pattern)) {
      if ((kind === 'place' || kind === 'company') && HARMLESS.test(whole)) continue;
      found.push({ kind, from: index, to: index + whole.length });
    }
  }
  for (const { 0: run, index } of text.matchAll(RUN)) {
    const kind = kindOfRun(run, text.slice(index + run.length, index + run.length + 6));
    if (kind) found.push({ kind, from: index, to: index + run.length });
  }
  return found;
}

const NO_NAMES = new Set(
  (
    '许可 许可证 许多 高兴 高效 高额 高度 高于 高速 安全 何时 何况 何种 任何 任务 任意 方便 方面 方式 方法 方案 万元 万一 金额 金融 石油 白天 白跑 白条 白费 江边 路段 路边 路口 路面 ' +
    '时间 时限 时候 时段 时隔 时有 单位 单独 单据 计算 计划 关于 关系 关闭 关门 余额 余元 于是 严重 严格 严厉 严肃 温馨 康复 向上 向下 武装 顾客 顾问 毛病 龙头 雷同 段时间 侯 ' +
    '范围 程序 程度 任职 田间 叶 陆续 陆运 金属 石料 段落 史料 贺信 钱款 钱财 牛奶 方可 方能 应付 付款 付费 付清 车辆 车主 车间 车道 车位 车站 费用 费率 路线 盛大 冷库 计入 计时 ' +
    '单元 单价 单项 时效 时而 时至 何人 何处 何在 余下 余年 余次 余天 成立 向外 向前 高峰 高位 高价 高标准 高新 高管 惠民 利民 便民 常见 安排 安装 平安 平均 平时 明白 明白卡 明确 明显 和谐 ' +
    '金安 陈述 文明 查明 查清 齐全 齐备 尚未 尚有 关停 纪律 纪检 纪委 那么 那时 那边 那些 那样 曲折 苗木 项目 项 滕 万分 严查 严管 孔洞 孟 武 韦 任性 江 温暖'
  ).split(' '),
);

/** Whether a word, as the segmentation tags it, may be a person's name: two to four characters behind a family name. */
export const looksLikeName = (word: string, tag: string): boolean =>
  ['nr', 'nrt', 'x'].includes(tag) &&
  new RegExp(`^${SURNAME}\\p{Script=Han}{1,2}$`, 'u').test(word) &&
  !NO_NAMES.has(word) &&
  ![...NO_NAMES].some((harmless) => harmless.length > 1 && word.startsWith(harmless));
