// What the desk shows. It lives in the address bar, so that a view can be kept, shared and gone back to.

export const filterKeys = ['text', 'kind', 'actor', 'voice', 'contested', 'from', 'to', 'bbox', 'realis', 'precision', 'order'] as const;
export type FilterKey = (typeof filterKeys)[number];
/** what is reviewed (queue, log) and why it is doubtful; event, article and its claim; the actor or voice whose page is open; what stands beside it; the map's place; the lit layers
    of an article */
type Key = FilterKey | 'review' | 'why' | 'event' | 'doc' | 'claim' | 'who' | 'speaker' | 'beside' | 'map' | 'layers';

const keys: Key[] = [...filterKeys, 'review', 'why', 'event', 'doc', 'claim', 'who', 'speaker', 'beside', 'map', 'layers'];

const read = (): Record<Key, string> => {
  const params = new URLSearchParams(location.search);
  return Object.fromEntries(keys.map((key) => [key, params.get(key) ?? ''])) as Record<Key, string>;
};

export const view = $state(read());

addEventListener('popstate', () => Object.assign(view, read()));

/** Changes the view and the address. `step`: the back button shall undo it. */
export function show(change: Partial<Record<Key, string>>, step = false): void {
  Object.assign(view, change);
  const params = new URLSearchParams();
  for (const key of keys) if (view[key]) params.set(key, view[key]);
  const query = params.toString().replaceAll('%2C', ',').replaceAll('%2F', '/').replaceAll('%3A', ':');
  const address = `${location.pathname}${query ? `?${query}` : ''}`;
  if (address === location.pathname + location.search) return;
  if (step) history.pushState(null, '', address);
  else history.replaceState(null, '', address);
}

export const filters = (): Record<string, string> => Object.fromEntries(filterKeys.filter((key) => view[key]).map((key) => [key, view[key]]));
export const filtered = (): boolean => filterKeys.some((key) => key !== 'order' && view[key] !== '');
export const clear = (): void => show(Object.fromEntries(filterKeys.filter((key) => key !== 'order').map((key) => [key, ''])), true);

const closed = {event: '', doc: '', claim: '', who: '', speaker: '', beside: ''};
export const overview = (): void => show(closed, true);
export const choose = (event: string): void => show({...closed, event}, true);
export const openActor = (who: string): void => show({...closed, who}, true);
export const openVoice = (speaker: string): void => show({...closed, speaker}, true);
export const openArticle = (doc: string, claim: string): void => show({doc, claim}, true);
/** Another event, actor or voice next to the open one. */
export const compare = (beside: string): void => show({beside, doc: '', claim: ''}, true);
