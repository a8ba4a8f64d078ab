import { ElMessage } from 'element-plus';
import { computed, ref } from 'vue';
import { api, Problem } from '../api/client.js';
import { departmentName } from '../api/catalogue.js';
import type { CaseRow, CaseSuggestions, CaseView, RoutingProposal } from '../api/types.js';
import { looksPersonal } from '../parts/actions.js';
import { problemText } from '../parts/problem.js';
import { w } from '../words/index.js';

/** A suggestion as it was read: `null` while it is read, `undefined` when there is none that is sure enough. */
type Suggested = RoutingProposal | null | undefined;

/**
 * Dispatching by one key: the suggestion of a case is read when somebody looks at it, shown with its reason and the summary that leaves,
 * and sent when he says so again. What was sent last can be recalled. Source: domain text, section 5.
 */
export function useDispatching(from: () => number) {
  const read = ref<Record<string, Suggested>>({});
  const failed = ref<string[]>([]);
  const looking = ref<string | null>(null);
  const summary = ref('');
  const busy = ref(false);
  const last = ref<{ caseNumber: string; lead: string; assists: string[] } | null>(null);

  const suggestion = computed<Suggested>(() => (looking.value ? read.value[looking.value] : undefined));
  const trouble = computed(() => {
    if (!summary.value.trim()) return w.value.home.board.needsSummary;
    return looksPersonal(summary.value) ? w.value.home.board.personal : '';
  });

  const ask = async (caseNumber: string): Promise<void> => {
    read.value[caseNumber] = null;
    failed.value = failed.value.filter((one) => one !== caseNumber);
    try {
      const { routing, conflicts } = await api.get<CaseSuggestions>(`/cases/${caseNumber}/suggestions`);
      const away = conflicts.map(({ departmentCode }) => departmentCode);
      const [best] = routing.filter(({ lead, assists }) => ![lead, ...assists].some((code) => away.includes(code)));
      read.value[caseNumber] = best && best.confidence >= from() ? best : undefined;
    } catch {
      read.value[caseNumber] = undefined;
      failed.value = [...failed.value, caseNumber];
    }
  };

  const look = (row: CaseRow): void => {
    looking.value = row.caseNumber;
    summary.value = row.summary ?? (row.title ? w.value.home.board.propose(row.title) : '');
    void ask(row.caseNumber);
  };
  const close = (): void => void (looking.value = null);

  /** True when it was sent. */
  const send = async ({ caseNumber, version }: CaseRow): Promise<boolean> => {
    const chosen = read.value[caseNumber];
    if (!chosen || trouble.value || busy.value) return false;
    busy.value = true;
    try {
      const { lead, assists } = chosen;
      await api.post<CaseView>(`/cases/${caseNumber}/actions/dispatch`, { version, lead, assists, summary: summary.value.trim() });
      last.value = { caseNumber, lead, assists };
      close();
      return true;
    } catch (error) {
      ElMessage.error(problemText(error));
      if (error instanceof Problem && error.status === 409) close();
      return false;
    } finally {
      busy.value = false;
    }
  };

  /** Takes back what was sent last, as long as the department may still lose it. True when it was taken back. */
  const recall = async (): Promise<boolean> => {
    const sent = last.value;
    if (!sent || busy.value) return false;
    busy.value = true;
    try {
      let { version } = await api.get<CaseView>(`/cases/${sent.caseNumber}`);
      // the lead last: with it the case comes back to the queue
      for (const departmentCode of [...sent.assists, sent.lead]) {
        const body = { version, departmentCode, reason: w.value.home.board.undoReason };
        ({ version } = await api.post<CaseView>(`/cases/${sent.caseNumber}/actions/recall-assignment`, body));
      }
      last.value = null;
      ElMessage.success(w.value.home.board.undone(sent.caseNumber));
      return true;
    } catch (error) {
      ElMessage.error(problemText(error));
      return false;
    } finally {
      busy.value = false;
    }
  };
  const sentTo = computed(() => (last.value ? departmentName(last.value.lead) : ''));
  return { suggestion, failed, looking, summary, trouble, busy, last, sentTo, look, close, send, recall };
}
