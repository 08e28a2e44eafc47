// How a page can send something somewhere. They run in the page, each by itself; the last one leaves it.
const linked = (rel) => `(url) => {
  document.head.append(Object.assign(document.createElement("link"), { rel: "${rel}", as: "image", href: url }));
}`;
const placed = (tag, attribute) => `(url) => {
  document.body.append(Object.assign(document.createElement("${tag}"), { ${attribute}: url }));
}`;

export const ways = {
  fetch: `(url) => void fetch(url)`,
  request: `(url) => {
    const request = new XMLHttpRequest();
    request.open("GET", url);
    request.send();
  }`,
  socket: `(url) => void new WebSocket(url.replace("http", "ws"))`,
  source: `(url) => void new EventSource(url)`,
  beacon: `(url) => navigator.sendBeacon(url, "secret")`,
  ping: `(url) => {
    const link = Object.assign(document.createElement("a"), { href: "#here", ping: url });
    document.body.append(link);
    link.click();
  }`,
  prefetch: linked("prefetch"),
  preload: linked("preload"),
  modulepreload: linked("modulepreload"),
  icon: linked("icon"),
  style: linked("stylesheet"),
  image: placed("img", "src"),
  frame: placed("iframe", "src"),
  video: placed("video", "src"),
  object: placed("object", "data"),
  embed: placed("embed", "src"),
  script: placed("script", "src"),
  import: `(url) => void import(url).catch(() => undefined)`,
  background: `(url) => {
    document.body.style.backgroundImage = \`url(\${url})\`;
  }`,
  worker: `(url) => void new Worker(url)`,
  base: `(url) => {
    document.head.append(Object.assign(document.createElement("base"), { href: url + "/" }));
    new Image().src = "base";
  }`,
  form: `(url) => {
    const form = Object.assign(document.createElement("form"), { action: url });
    document.body.append(form);
    form.submit();
  }`,
};
