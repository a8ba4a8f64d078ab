import { REGION_NAMES } from '../departments/regions.js';

/** By what the overview can be broken up besides department, category and time. */
export const OVERVIEW_GROUPS = ['channel', 'kind', 'region', 'size', 'origin'] as const;
export type OverviewGroup = (typeof OVERVIEW_GROUPS)[number];
type Names = Readonly<Record<string, readonly [name: string, nameEn: string]>>;

/** The values of each group as tables print them, in the order of the tables; what is no region of the city goes by what was told. */
export const GROUP_NAMES: Readonly<Record<OverviewGroup, Names>> = {
  channel: {
    phone: ['电话', 'Phone'],
    web: ['网站', 'Web'],
    wechat: ['微信', 'WeChat'],
    sms: ['短信', 'SMS'],
    email: ['邮件', 'E-mail'],
    letter: ['来信', 'Letter'],
    visit: ['来访', 'Visit'],
    outreach: ['走访征询', 'Outreach'],
    'special-supervisor': ['特邀监督员', 'Special supervisor'],
    transfer: ['上级转来', 'Transferred in'],
  },
  kind: {
    consultation: ['咨询', 'Enquiry'],
    help: ['求助', 'Help'],
    complaint: ['投诉', 'Complaint'],
    report: ['举报', 'Report'],
    suggestion: ['建议', 'Suggestion'],
    praise: ['表扬', 'Praise'],
  },
  region: Object.fromEntries([...REGION_NAMES].map(([code, name]) => [code, [name, name] as const])),
  size: {
    micro: ['微型企业', 'Micro enterprise'],
    small: ['小型企业', 'Small enterprise'],
    medium: ['中型企业', 'Medium enterprise'],
    large: ['大型企业', 'Large enterprise'],
  },
  origin: { local: ['本地企业', 'Local enterprise'], outside: ['外地企业', 'Enterprise from outside'] },
};
