import {
  Bell,
  Calendar,
  Checked,
  Coin,
  Collection,
  Connection,
  Cpu,
  DataAnalysis,
  DataBoard,
  Document,
  Download,
  EditPen,
  Flag,
  FolderOpened,
  Guide,
  Headset,
  House,
  Key,
  List,
  Medal,
  Message,
  Monitor,
  Notebook,
  OfficeBuilding,
  Phone,
  Promotion,
  School,
  ScaleToOriginal,
  Remove,
  Tickets,
  Upload,
  User,
  View,
} from '@element-plus/icons-vue';
import type { Component } from 'vue';
import { hasRole } from '../api/session.js';
import type { Role } from '../api/types.js';

export type Place =
  | 'home'
  | 'cases'
  | 'register'
  | 'overview'
  | 'knowledge'
  | 'audit'
  | 'settings'
  | 'departments'
  | 'rules'
  | 'recusals'
  | 'health'
  | 'notices'
  | 'calls'
  | 'tasks'
  | 'floor'
  | 'screen'
  | 'wall'
  | 'investigations'
  | 'behaviours'
  | 'fees'
  | 'assessment'
  | 'supervision'
  | 'duties'
  | 'reports'
  | 'typical-cases'
  | 'exports'
  | 'enterprises'
  | 'visits'
  | 'questionnaires'
  | 'projects'
  | 'watchers'
  | 'imports'
  | 'webhooks'
  | 'accounts';

/** Places that stand together under a heading of the rail. */
export type Group = 'publicity' | 'base' | 'service';

const EVERYBODY: readonly Role[] = [
  ...(['operator', 'dispatcher', 'reviewer', 'handler', 'leader'] as const),
  ...(['supervisor', 'inspector', 'commissioner', 'administrator', 'auditor'] as const),
];

/** Who finds which page in the rail; the router refuses the rest. The server decides on content by itself. */
export const PLACES: { name: Place; icon: Component; roles: readonly Role[]; group?: Group }[] = [
  { name: 'home', icon: House, roles: EVERYBODY },
  { name: 'register', icon: EditPen, roles: ['operator'] },
  {
    name: 'cases',
    icon: Tickets,
    roles: ['operator', 'dispatcher', 'reviewer', 'handler', 'leader', 'supervisor', 'inspector', 'commissioner'],
  },
  { name: 'supervision', icon: Flag, roles: ['supervisor', 'inspector', 'commissioner'] },
  { name: 'duties', icon: Flag, roles: ['handler', 'leader'] },
  { name: 'calls', icon: Phone, roles: ['operator', 'reviewer', 'supervisor'] },
  { name: 'tasks', icon: Bell, roles: ['operator', 'reviewer', 'supervisor'] },
  { name: 'floor', icon: Headset, roles: ['supervisor'] },
  { name: 'overview', icon: DataAnalysis, roles: ['dispatcher', 'reviewer', 'leader', 'supervisor', 'inspector', 'commissioner'] },
  { name: 'investigations', icon: FolderOpened, roles: ['inspector', 'commissioner'] },
  { name: 'assessment', icon: Medal, roles: ['handler', 'leader', 'supervisor', 'commissioner'] },
  { name: 'knowledge', icon: Collection, roles: ['operator', 'dispatcher', 'reviewer', 'handler', 'leader', 'supervisor'] },
  {
    name: 'behaviours',
    icon: List,
    roles: ['operator', 'dispatcher', 'reviewer', 'handler', 'leader', 'supervisor', 'inspector', 'commissioner', 'auditor'],
    group: 'base',
  },
  {
    name: 'fees',
    icon: Coin,
    roles: ['operator', 'dispatcher', 'reviewer', 'handler', 'leader', 'supervisor', 'inspector', 'commissioner', 'auditor'],
    group: 'base',
  },
  {
    name: 'recusals',
    icon: Remove,
    roles: ['operator', 'dispatcher', 'reviewer', 'handler', 'leader', 'supervisor'],
    group: 'base',
  },
  { name: 'reports', icon: Document, roles: ['supervisor', 'inspector', 'commissioner'], group: 'publicity' },
  { name: 'typical-cases', icon: Promotion, roles: ['supervisor', 'inspector', 'commissioner'], group: 'publicity' },
  {
    name: 'exports',
    icon: Download,
    roles: ['dispatcher', 'reviewer', 'leader', 'supervisor', 'inspector', 'commissioner'],
    group: 'publicity',
  },
  {
    name: 'enterprises',
    icon: OfficeBuilding,
    roles: ['operator', 'dispatcher', 'reviewer', 'handler', 'leader', 'supervisor', 'commissioner'],
    group: 'service',
  },
  {
    name: 'projects',
    icon: Key,
    roles: ['operator', 'dispatcher', 'reviewer', 'handler', 'leader', 'supervisor', 'commissioner'],
    group: 'service',
  },
  { name: 'visits', icon: Guide, roles: ['dispatcher', 'reviewer', 'handler', 'leader', 'supervisor', 'commissioner'], group: 'service' },
  {
    name: 'questionnaires',
    icon: Checked,
    roles: ['dispatcher', 'reviewer', 'handler', 'leader', 'supervisor', 'commissioner'],
    group: 'service',
  },
  { name: 'watchers', icon: View, roles: ['supervisor', 'commissioner'], group: 'service' },
  { name: 'audit', icon: Notebook, roles: ['auditor'] },
  { name: 'settings', icon: Calendar, roles: ['administrator', 'supervisor'] },
  { name: 'departments', icon: School, roles: ['administrator', 'supervisor', 'commissioner'] },
  { name: 'rules', icon: ScaleToOriginal, roles: ['administrator', 'supervisor', 'commissioner', 'auditor'], group: 'base' },
  { name: 'accounts', icon: User, roles: ['administrator', 'commissioner'] },
  { name: 'imports', icon: Upload, roles: ['administrator'] },
  { name: 'notices', icon: Message, roles: ['supervisor', 'administrator'] },
  { name: 'webhooks', icon: Connection, roles: ['administrator', 'auditor'] },
  { name: 'health', icon: Cpu, roles: ['administrator'] },
  { name: 'screen', icon: DataBoard, roles: ['supervisor', 'commissioner'] },
  { name: 'wall', icon: Monitor, roles: ['supervisor', 'commissioner'] },
];

export const ownPlaces = () => PLACES.filter(({ roles }) => hasRole(...roles));
export const mayEnter = (place: Place): boolean => ownPlaces().some(({ name }) => name === place);

/** The rail's parts: daily work without a heading first, then what stands together. */
export const railParts = () =>
  ([undefined, 'publicity', 'service', 'base'] as const)
    .map((group) => ({ group, places: ownPlaces().filter((place) => place.group === group) }))
    .filter(({ places }) => places.length > 0);
