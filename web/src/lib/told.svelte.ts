// What the parts of the desk say to the map, and it to them.
export interface ToldPlace { name: string; lat: number; lon: number; geometry: GeoJSON.Geometry | null; lit: boolean }

/** The places of the open article, and the one of them that is pointed at. */
export const told = $state<{places: ToldPlace[]; at: number}>({places: [], at: -1});

/** Draws the map as it is; null where there is no map. */
export const atlas: {png: (() => Promise<Blob | null>) | null} = {png: null};
