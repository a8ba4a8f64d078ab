import { computed } from 'vue';
import en from '../words/phone.en';
import zh from '../words/phone.zh-CN';
import { language } from '../public/look';

/** The words of the telephone, in the reader's language. */
export const w = computed(() => (language.value === 'en' ? en : zh));

/** 83 seconds as 01:23. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  return `${hours ? `${hours}:` : ''}${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
}

/** An instant as the hour of the city: 15:04. */
export const hour = (instant: string): string =>
  new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', hourCycle: 'h23', hour: '2-digit', minute: '2-digit' }).format(
    new Date(instant),
  );
