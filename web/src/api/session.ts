import { computed, ref } from 'vue';
import { api } from './client.js';
import type { Role, Session } from './types.js';

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

export const signIn = async (username: string, password: string, otp?: string): Promise<void> => {
  reader.value = await api.post<Session>('/session', { username, password, ...(otp ? { otp } : {}) });
  asked = Promise.resolve();
};

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
