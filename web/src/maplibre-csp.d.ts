// The build of MapLibre that needs no eval and no blob: worker has no types of its own.
declare module 'maplibre-gl/dist/maplibre-gl-csp.js' {
  import * as maplibregl from 'maplibre-gl';
  export default maplibregl;
}
