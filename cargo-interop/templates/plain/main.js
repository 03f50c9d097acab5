import { {{constant}}, isError } from './interop/{{file}}.js';

/** @import { Language } from './interop/{{file}}.js' */

const form = /** @type {HTMLFormElement} */ (document.querySelector('form'));
const output = /** @type {HTMLOutputElement} */ (document.querySelector('output'));

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const data = new FormData(form);
  const name = String(data.get('name'));
  const language = /** @type {Language} */ (data.get('language'));
  try {
    const { text, count } = await {{constant}}.greet({ name, language });
    output.value = `${text} You are visitor number ${count}.`;
  } catch (error) {
    output.value = reason(error);
  }
});

/** @param {unknown} error */
function reason(error) {
  if (isError({{constant}}.greet, error, 'empty_name')) return 'Please enter a name.';
  if (isError({{constant}}.greet, error, 'long_name')) return `Please enter at most ${error.data.max} characters.`;
  return String(error);
}
