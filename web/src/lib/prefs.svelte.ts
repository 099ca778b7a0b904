// What a reader prefers, kept in this browser alone.

const stored = (key: string, otherwise: string): string => {
  try {
    return localStorage.getItem(`deconflict.${key}`) ?? otherwise;
  } catch {
    return otherwise; // a browser that keeps nothing
  }
};

export const prefs = $state({
  scheme: stored('scheme', 'auto') as 'auto' | 'light' | 'dark',
  shield: stored('shield', 'on') as 'on' | 'off',
  singleKeys: stored('singleKeys', 'on') as 'on' | 'off',
  tour: stored('tour', 'new') as 'new' | 'seen',
  /** whose reviews these are */
  author: stored('author', ''),
  /** events held for comparison */
  pinned: stored('pinned', ''),
});

export function prefer<K extends keyof typeof prefs>(key: K, value: (typeof prefs)[K]): void {
  prefs[key] = value;
  try {
    localStorage.setItem(`deconflict.${key}`, value);
  } catch {
    // it holds until the page is closed
  }
}

const asked = matchMedia('(prefers-color-scheme: dark)');
const system = $state({dark: asked.matches});
asked.addEventListener('change', () => (system.dark = asked.matches));

export const isDark = (): boolean => (prefs.scheme === 'auto' ? system.dark : prefs.scheme === 'dark');
