import 'maplibre-gl/dist/maplibre-gl.css';
import './desk.css';
import {mount} from 'svelte';
import App from './App.svelte';

mount(App, {target: document.getElementById('desk')!});
