export function greet(name) {
  return `Hello, ${name ?? 'stranger'}, from a module. Is greet a global? ${'greet' in window}`;
}
