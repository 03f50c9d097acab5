// The page's own script, which is independent of the scripts of the examples. It shows what an example logs or alerts
// in the section of that example, and provides the functions with which Rust renders its components.
'use strict';

{
  /** The component of each element that has one. */
  const components = new Map();
  /** The section that the user used last, for output that cannot be attributed otherwise. */
  let lastSection;

  // Results

  /** Adds a line to the result of the section that contains the element. */
  function show(element, value) {
    const result = element?.closest('section')?.querySelector('output.result');
    if (result && value !== undefined && value !== null) {
      result.append(result.hasChildNodes() ? '\n' : '', describe(value));
    }
  }

  async function showOutcome(element, promise) {
    const section = element.closest('section');
    section.setAttribute('aria-busy', 'true');
    try {
      show(section, await promise);
    } catch (error) {
      show(section, `Error: ${error.message}`);
    } finally {
      section.removeAttribute('aria-busy');
    }
  }

  function describe(value) {
    if (Array.isArray(value)) {
      return `Array(${value.length}) [ ${value.map(describe).join(', ')} ]`;
    }
    return typeof value === 'string' ? value : JSON.stringify(value) ?? String(value);
  }

  /** The section whose script is calling. */
  function callingSection() {
    const stack = new Error().stack ?? '';
    const scripts = [...document.querySelectorAll('section script[src]')];
    return scripts.find(script => stack.includes(`${script.src}:`))?.closest('section') ?? lastSection;
  }

  const log = console.log.bind(console);
  console.log = (...values) => {
    log(...values);
    show(callingSection(), values.map(describe).join(' '));
  };

  // The browser's own `alert` would block the page until it is closed.
  window.alert = text => show(callingSection(), `${text}`);

  window.addEventListener('unhandledrejection', event => show(lastSection, `Error: ${event.reason?.message}`));
  window.addEventListener('error', event => show(lastSection, `Error: ${event.message}`));

  // Events: `data-onclick` and `data-bind` correspond to Blazor's `@onclick` and `@bind`

  function componentOf(element) {
    for (let place = element; place; place = place.parentElement) {
      if (components.has(place)) {
        return components.get(place);
      }
    }
    throw new Error('The component is not there yet.');
  }

  // Async, so that a missing component rejects too.
  const invoke = async (element, ...call) => componentOf(element).invokeMethodAsync(...call);

  // In the capture phase, so that the result is cleared before the button's own handler adds to it.
  document.addEventListener('click', event => {
    const button = event.target.closest('section button');
    // The examples of the typed client have a result of their own.
    if (!button || button.dataset.typed) {
      return;
    }
    lastSection = button.closest('section');
    lastSection.querySelector('output.result')?.replaceChildren();
    if (button.dataset.onclick) {
      showOutcome(button, invoke(button, button.dataset.onclick));
    }
  }, { capture: true });

  const bind = input => invoke(input, input.dataset.bind, input.value || null);

  document.addEventListener('input', event => {
    if (event.target.dataset.bind) {
      bind(event.target).catch(() => {}); // Its next component gets the current value.
    }
  });

  // Reading: sources are collapsed if there is no room next to the example, and the navigation shows the current
  // section

  document.addEventListener('DOMContentLoaded', () => {
    if (window.matchMedia('(max-width: 60rem)').matches) {
      document.querySelectorAll('details').forEach(details => details.removeAttribute('open'));
    }
    const links = new Map([...document.querySelectorAll('nav a')].map(link => [link.hash.slice(1), link]));
    const visible = new Set();
    const observer = new IntersectionObserver(entries => {
      entries.forEach(({ target, isIntersecting }) => visible[isIntersecting ? 'add' : 'delete'](target.id));
      const first = [...links.keys()].find(id => visible.has(id));
      links.forEach((link, id) => link.setAttribute('aria-current', `${id === first}`));
    }, { rootMargin: '-15% 0px -60% 0px' });
    document.querySelectorAll('main section').forEach(section => observer.observe(section));
  });

  // The connection to Rust, whose state is reported by `connect.js` and `connect-wasm.js`

  /** Called when the components have been created. */
  const waiting = [];

  function setConnection(state) {
    document.documentElement.dataset.connection = state;
    const connection = document.getElementById('connection');
    connection.textContent = connection.dataset[state];
    if (state === 'connected') {
      waiting.splice(0).forEach(resolve => resolve());
    } else {
      components.clear();
    }
  }

  const isConnected = () => document.documentElement.dataset.connection === 'connected';

  // Functions called by Rust and by the markup of the examples

  window.gallery = {
    show,
    showOutcome,
    setConnection,

    /** Waits until the components have been created. */
    async connected() {
      if (!isConnected()) {
        await new Promise(resolve => waiting.push(resolve));
      }
    },

    mount(element, component) {
      components.set(element, component);
      const inputs = element.querySelectorAll('[data-bind]');
      inputs.forEach(bind);
    },

    setText(element, text) {
      element.textContent = text;
    },

    setStyle(element, property, value) {
      element.style.setProperty(property, value);
    },

    /** Reports that all components have been created. */
    ready() {
      setConnection('connected');
    },
  };
}
