// Runs the examples of the generated client.
document.addEventListener('click', async (event) => {
  const button = event.target.closest('button[data-typed]');
  if (!button) return;
  const result = button.closest('.typed').querySelector('output');
  result.replaceChildren();
  try {
    const { run } = await import(`./typed/${button.dataset.typed}.js`);
    result.textContent = await run();
  } catch (error) {
    result.textContent = `Error: ${error.message}`;
  }
});
