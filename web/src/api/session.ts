import { computed, ref } from 'vue';
import { api } from './client.js';
import type { PasskeyAnswer, Role, Session } from './types.js';

/** Who reads; null until signed in. */
export const reader = ref<Session | null>(null);

let asked: Promise<void> | undefined;

/** Asks once who the cookie belongs to. */
export const loadSession = (): Promise<void> =>
  (asked ??= api.get<Session>('/session').then(
    (session) => {
      reader.value = session;
    },
    () => undefined,
  ));

const open = async (path: string, body: object): Promise<void> => {
  reader.value = await api.post<Session>(path, body);
  asked = Promise.resolve();
};

/** Name and password, with what the account asks for beside them. */
export const signIn = (username: string, password: string, more: { otp?: string; passkey?: PasskeyAnswer } = {}): Promise<void> =>
  open('/session', { username, password, ...more });

export const signInByPasskey = (answer: PasskeyAnswer): Promise<void> => open('/session/passkey', { answer });

export const forgetSession = (): void => {
  reader.value = null;
  asked = Promise.resolve();
};

export const signOut = async (): Promise<void> => {
  await api.delete('/session').catch(() => undefined);
  forgetSession();
};

export const hasRole = (...roles: Role[]): boolean => roles.some((role) => reader.value?.roles.includes(role));

/** Departments read the transfer summary and never the title. Source: domain text 6.1. */
export const inDepartment = computed(() => hasRole('handler', 'leader'));

export const ownDepartment = computed(() => reader.value?.department);
