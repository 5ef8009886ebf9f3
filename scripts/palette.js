// Reduces a picture to 96 colours, in a page of its own: from the base64 of a PNG to its size, colours and indices.
// The colours that most pixels have are kept, bright ones before greys: the signs of states are small, and must not be
// drawn in another colour. Every other one becomes the nearest of them.
async (png) => {
  const MOST = 96;
  const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
  const canvas = new OffscreenCanvas(image.width, image.height);
  const brush = canvas.getContext("2d");
  brush.drawImage(image, 0, 0);
  const pixels = new Uint32Array(brush.getImageData(0, 0, image.width, image.height).data.buffer);
  const counts = new Map();
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  const parts = (colour) => [colour & 255, (colour >> 8) & 255, (colour >> 16) & 255];
  const weight = ([colour, count]) => count * (1 + (Math.max(...parts(colour)) - Math.min(...parts(colour))) / 8);
  const kept = [...counts].sort((one, other) => weight(other) - weight(one)).slice(0, MOST).map(([colour]) => colour);
  const palette = kept.map(parts);
  const known = new Map(kept.map((colour, index) => [colour, index]));
  const nearest = (colour) => {
    const [red, green, blue] = parts(colour);
    let best = 0, least = Infinity;
    for (let index = 0; index < palette.length; index += 1) {
      const [r, g, b] = palette[index];
      const far = (r - red) ** 2 + (g - green) ** 2 + (b - blue) ** 2;
      if (far < least) { least = far; best = index; }
    }
    known.set(colour, best);
    return best;
  };
  const indices = new Uint8Array(pixels.length);
  for (let at = 0; at < pixels.length; at += 1) indices[at] = known.get(pixels[at]) ?? nearest(pixels[at]);
  const blob = new Blob([indices]);
  const address = await new Promise((done) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result);
    reader.readAsDataURL(blob);
  });
  return { width: image.width, height: image.height, palette: palette.flat(), indices: address.slice(address.indexOf(",") + 1) };
}
