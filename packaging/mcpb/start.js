// What a desktop application starts, through launch.sh where that is possible: the server with the
// settings of the application's form.
for (const [name, value] of Object.entries(process.env)) {
  // Some versions hand over the placeholder of a field that was left empty.
  if (value?.startsWith('${user_config.')) delete process.env[name];
}
if (process.env.MEMORY_R1_LLM) {
  process.env.MEMORY_R1_MANAGER ??= 'llm';
  process.env.MEMORY_R1_ANSWERER ??= 'llm';
}
await import('./node_modules/memory-r1-mcp/dist/main.js');
