// Records the WebSockets of the page, so that the example about a lost connection can drop them.

const sockets = [];
window.WebSocket = class extends WebSocket {
  constructor(...args) {
    super(...args);
    sockets.push(this);
    this.addEventListener('close', () => sockets.splice(sockets.indexOf(this), 1));
  }
};
gallery.dropConnection = () => sockets.forEach(socket => socket.close());
