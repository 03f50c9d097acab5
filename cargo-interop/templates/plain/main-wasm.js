import { connect, connectWasm } from 'interop-js';
import { bind, isError } from './interop/{{file}}.js';

/** @import { Language } from './interop/{{file}}.js' */

/** The module that wasm-pack builds. */
const MODULE = './pkg/{{crate}}.js';

const form = /** @type {HTMLFormElement} */ (document.querySelector('form'));
const output = /** @type {HTMLOutputElement} */ (document.querySelector('output'));

const server = bind(connect('/_interop'));
const page = await loadModule();

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const data = new FormData(form);
  const visitor = {
    name: String(data.get('name')),
    language: /** @type {Language} */ (data.get('language')),
  };
  try {
    // In the page, Rust answers synchronously.
    const isInPage = page !== null && data.get('host') === 'page';
    const { text, count } = isInPage ? page.sync.greet(visitor) : await server.greet(visitor);
    output.value = `${text} You are visitor number ${count}.`;
  } catch (error) {
    output.value = reason(error);
  }
});

/** @param {unknown} error */
function reason(error) {
  if (isError(server.greet, error, 'empty_name')) return 'Please enter a name.';
  if (isError(server.greet, error, 'long_name')) return `Please enter at most ${error.data.max} characters.`;
  return String(error);
}

/** The methods in the page, or null if the module has not been built. */
async function loadModule() {
  try {
    const module = await import(MODULE);
    await module.default();
    const option = /** @type {HTMLOptionElement} */ (document.querySelector('option[value=page]'));
    option.disabled = false;
    option.text = 'in the page';
    return bind(connectWasm(module));
  } catch (error) {
    console.info('Rust does not run in the page:', error);
    return null;
  }
}
