import { connect } from 'interop-js';
import { {{constant}}, isError, type Language } from './interop/{{file}}.js';
import './style.css';

connect('/_interop');

const form = document.querySelector('form')!;
const output = document.querySelector('output')!;

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const data = new FormData(form);
  const name = String(data.get('name'));
  const language = data.get('language') as Language;
  try {
    const { text, count } = await {{constant}}.greet({ name, language });
    output.value = `${text} You are visitor number ${count}.`;
  } catch (error) {
    output.value = reason(error);
  }
});

function reason(error: unknown): string {
  if (isError({{constant}}.greet, error, 'empty_name')) return 'Please enter a name.';
  if (isError({{constant}}.greet, error, 'long_name')) return `Please enter at most ${error.data.max} characters.`;
  return String(error);
}
