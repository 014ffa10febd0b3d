// The OAuth client of the MCP SDK, of the version that MCP_SDK names: version 2 has packages of its own.

export const sdk = await import(
  process.env.MCP_SDK === '2' ? '@modelcontextprotocol/client' : '@modelcontextprotocol/sdk/client/auth.js'
);
