/** Languages and voices by verb. Say and Gather name Chinese differently, and a wrong pair is found only when somebody calls. */

/** What `<Say language>` takes (Twilio's SDK 6.2); the hotline needs the Chinese and English ones. */
export const SAY_LANGUAGES: ReadonlySet<string> = new Set(
  (
    'af-ZA am-ET ar-AE ar-XA arb bg-BG bn-IN ca-ES cmn-CN cmn-TW cs-CZ cy-GB da-DK de-AT de-DE el-GR en-AU en-CA en-GB en-GB-WLS en-IE en-IN ' +
    'en-NZ en-US en-ZA es-ES es-MX es-US fi-FI fil-PH fr-BE fr-CA fr-FR gu-IN he-IL hi-IN hu-HU id-ID is-IS it-IT ja-JP kn-IN ko-KR lv-LV ' +
    'ml-IN mr-IN ms-MY nb-NO nl-BE nl-NL pa-IN pl-PL pt-BR pt-PT ro-RO ru-RU sk-SK sr-RS sv-SE ta-IN te-IN th-TH tr-TR uk-UA vi-VN yue-HK ' +
    'zh-CN zh-HK zh-TW'
  ).split(' '),
);

/** What `<Gather language>` takes: `cmn-Hans-CN` or `zh`, never `cmn-CN`. Only those a hotline of ours may use. */
export const GATHER_LANGUAGES: ReadonlySet<string> = new Set(
  'cmn-Hans-CN zh zh-TW cmn-Hant-TW yue-Hant-HK en-AU en-CA en-GB en-IN en-US en-ZA fr-FR de-DE es-ES ja-JP ko-KR ru-RU'.split(' '),
);

const POLLY: Readonly<Record<string, string>> = { Zhiyu: 'cmn-CN', Hiujin: 'yue-HK' };
const SAME: Readonly<Record<string, string>> = { 'zh-CN': 'cmn-CN', 'zh-HK': 'yue-HK', 'zh-TW': 'cmn-TW' };

/** Whether a voice speaks a language. Voices of other languages than ours pass if they look like one. */
export function voiceFits(voice: string, language: string | undefined): boolean {
  const wanted = language === undefined ? undefined : (SAME[language] ?? language);
  const [maker, name = '', ...rest] = voice.split('.');
  if (maker === 'man' || maker === 'woman' || maker === 'alice') return name === '';
  if (rest.length > 0) return false;
  if (maker === 'Polly') {
    const speaks = POLLY[name.replace(/-(Neural|Generative)$/, '')];
    return speaks === undefined
      ? /^[A-Z][a-z]+(-(Neural|Generative))?$/.test(name) && !wanted?.startsWith('cmn')
      : wanted === undefined || wanted === speaks;
  }
  if (maker !== 'Google') return false;
  const found = /^([a-z]{2,3}-[A-Z]{2})-(Standard-[A-Z]|Wavenet-[A-Z]|Neural2-[A-Z]|Chirp3-HD-[A-Z][a-z]+)$/.exec(name);
  return found !== null && (wanted === undefined || wanted === found[1]);
}
