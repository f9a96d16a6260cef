// What the page holds is compressed; each part is unpacked when it is first asked for, and once.
const unpacked = new Map();

function unpackText(name) {
  if (!unpacked.has(name)) unpacked.set(name, inflate(document.getElementById(`part-${name}`)));
  return unpacked.get(name);
}

async function unpack(name) {
  return JSON.parse(await unpackText(name));
}

async function inflate(holder) {
  const bytes = Uint8Array.from(atob(holder.textContent), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).text();
}
