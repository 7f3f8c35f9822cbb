import { h, render } from 'preact';

import { connect, startClock } from './state/session.ts';
import { App } from './views/app.ts';

const root = document.getElementById('app');
if (root) {
  render(h(App, {}), root);
  startClock();
  connect();
}
