import { connect, connectWasm, type WasmModule } from 'interop-js';
import { bind, isError, type Language, type Visitor } from './interop/{{file}}.js';
import './style.css';

/** The module that wasm-pack builds. Until then, there is none. */
const modules = import.meta.glob<WasmModule & { default: () => Promise<unknown> }>('../pkg/{{crate}}.js');

const form = document.querySelector('form')!;
const output = document.querySelector('output')!;

const server = bind(connect('/_interop'));
const page = await loadModule();

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const data = new FormData(form);
  const visitor: Visitor = { name: String(data.get('name')), language: data.get('language') as Language };
  try {
    // In the page, Rust answers synchronously.
    const isInPage = page !== null && data.get('host') === 'page';
    const { text, count } = isInPage ? page.sync.greet(visitor) : await server.greet(visitor);
    output.value = `${text} You are visitor number ${count}.`;
  } catch (error) {
    output.value = reason(error);
  }
});

function reason(error: unknown): string {
  if (isError(server.greet, error, 'empty_name')) return 'Please enter a name.';
  if (isError(server.greet, error, 'long_name')) return `Please enter at most ${error.data.max} characters.`;
  return String(error);
}

/** The methods in the page, or null if the module has not been built. */
async function loadModule() {
  const load = modules['../pkg/{{crate}}.js'];
  if (load === undefined) return null;
  const module = await load();
  await module.default();
  const option = document.querySelector<HTMLOptionElement>('option[value=page]')!;
  option.disabled = false;
  option.text = 'in the page';
  return bind(connectWasm(module));
}
