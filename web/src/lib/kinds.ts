// Kinds in seven groups, each with a colour that stays apart from the others for colour-blind eyes (Okabe and Ito).

export interface Group { key: string; name: string; colour: string; kinds: string[] }

export const groups: Group[] = [
  {key: 'battle', name: 'Fighting and ground', colour: '#d55e00', kinds: ['armed_clash', 'territory_captured', 'advance', 'siege', 'siege_broken']},
  {key: 'air', name: 'From the air', colour: '#0072b2', kinds: ['airstrike', 'drone_strike']},
  {key: 'blast', name: 'Shells and bombs', colour: '#e69f00',
    kinds: ['shelling', 'bombing', 'suicide_bombing', 'grenade', 'chemical_attack', 'destruction', 'weapons_disrupted']},
  {key: 'people', name: 'Harm to people', colour: '#cc79a7',
    kinds: ['attack', 'killing', 'sexual_violence', 'torture', 'abduction', 'harm', 'mob_violence', 'force_against_protesters', 'arrest']},
  {key: 'movement', name: 'Movement', colour: '#009e73',
    kinds: ['base_established', 'deployment', 'withdrawal', 'surrender', 'release', 'evacuation', 'displacement']},
  {key: 'talk', name: 'Talks, aid, agreements', colour: '#56b4e9',
    kinds: ['ceasefire', 'agreement', 'talks', 'military_support', 'aid_delivery', 'support', 'concession', 'cooperation']},
  {key: 'other', name: 'Words and other', colour: '#8a919c', kinds: []},
];

const byKind = new Map(groups.flatMap((group) => group.kinds.map((kind) => [kind, group] as const)));

export const groupOf = (kind: string): Group => byKind.get(kind) ?? groups[groups.length - 1];
export const colourOf = (kind: string): string => groupOf(kind).colour;
export const kindName = (kind: string): string => {
  const words = kind.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};
