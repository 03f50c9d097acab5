/**
 * Elements of the page as arguments in both directions, wherever in the page they are.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { launchBrowser, openGallery } from './browser.js';
import { startGallery } from './gallery.js';

let gallery;
let browser;
let opened;
before(async () => {
  [gallery, browser] = await Promise.all([startGallery(), launchBrowser(['--js-flags=--expose-gc'])]);
  opened = await openGallery(browser, gallery.page('server'));
  await opened.page.evaluate(setUpPage);
});
after(async () => {
  await browser?.close();
  await gallery?.stop();
});

/** Runs in the page: a host that keeps what it is told, and elements of all kinds of places. */
async function setUpPage() {
  const { CallDispatcher } = await import('/_interop/index.js');
  const sent = [];
  const dispatcher = new CallDispatcher({
    sendByteArray() {},
    beginInvokeDotNetFromJS: (_callId, _assembly, _method, _objectId, args) => sent.push(JSON.parse(args)),
    endInvokeJSFromDotNet() {},
  });
  /** An element with this id in a place. */
  const capture = (id, place) => {
    const element = document.createElement('p');
    element.setAttribute(`_bl_${id}`, '');
    place.append(element);
    return element;
  };
  const shadow = (place, mode) => place.appendChild(document.createElement('div')).attachShadow({ mode });
  window.places = {
    document: () => document.body,
    shadow: () => shadow(document.body, 'open'),
    nested: () => shadow(shadow(document.body, 'open'), 'open'),
    closed: () => shadow(document.body, 'closed'),
    detached: () => document.createElement('div'),
  };
  let ids = 0;
  /** Whether an element in this place is found by its reference; `isSent` says whether JavaScript has passed it before. */
  window.isFound = async (place, isSent) => {
    const id = `element-${++ids}`;
    // The page holds the place and not the element: that is for the browser to keep.
    const holder = window.places[place]();
    window.holders = [...(window.holders ?? []), holder];
    capture(id, holder).title = id;
    if (isSent) {
      dispatcher.invokeDotNetMethodAsync('A', 'M', null, [holder.querySelector(`[_bl_${id}]`)]);
      if (JSON.stringify(sent.pop()) !== `[{"__internalId":"${id}"}]`) {
        throw new Error('it was sent as something else');
      }
    }
    for (const type of ['minor', 'minor', 'major']) {
      await new Promise(resolve => setTimeout(resolve));
      await gc({ type, execution: 'async' });
    }
    window.titleOf = element => element.title;
    try {
      return dispatcher.invokeJSFromDotNet('titleOf', `[{"__internalId":"${id}"}]`, 0, 0, 1) === `"${id}"`;
    } catch (error) {
      return error.message;
    }
  };
}

async function found(place, isSent) {
  const result = await opened.page.evaluate(([place, isSent]) => isFound(place, isSent), [place, isSent]);
  assert.deepEqual(opened.problems, []);
  return result;
}

for (const place of ['document', 'shadow', 'nested']) {
  test(`an element is found by its attribute: ${place}`, async () => {
    assert.equal(await found(place, false), true);
  });
}

for (const place of ['document', 'shadow', 'nested', 'closed', 'detached']) {
  test(`an element that was sent is found again, although garbage was collected: ${place}`, async () => {
    assert.equal(await found(place, true), true);
  });
}

for (const place of ['closed', 'detached']) {
  test(`an element that cannot be found is an error that says so: ${place}`, async () => {
    assert.match(await found(place, false), /^Could not find the element with the attribute '_bl_element-\d+'\./);
  });
}
