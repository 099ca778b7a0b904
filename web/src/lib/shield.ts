// Words that a reader may not want to meet unprepared. Better one veil too many than one too few.
import {prefs} from './prefs.svelte';

const kinds = new Set(['torture', 'sexual_violence', 'chemical_attack']);
const words =
  /\b(tortur|rape[ds]?\b|raping|sexual(ly)? (assault|violence|abus)|behead|decapitat|mutilat|dismember|corpse|mass grave|burn(ed|t) alive|crucif|execut(ed|ion)|lynch|massacr|body parts|starved to death)|\b(child|children|infant|baby|babies|toddler|boys?|girls?)\b[^.]{0,60}\b(kill|dead|die[ds]?\b|died|wound|injur|maim)|\b(kill|wound|injur|maim)\w*[^.]{0,60}\b(child|children|infants?|bab(y|ies)|toddlers?|boys?|girls?)\b/i;

export const graphic = (kind: string, text: string): boolean => kinds.has(kind) || words.test(text);
export const veiled = (kind: string, text: string): boolean => prefs.shield === 'on' && graphic(kind, text);
