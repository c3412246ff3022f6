"""Stands in for what a desktop has on the message bus: a session manager and notifications.

    with Desktop() as desktop:
        with App() as app:
            …
            wait(lambda: desktop.inhibitors, "something that keeps the machine awake")
"""
import threading

import gi
gi.require_version("Gio", "2.0")
from gi.repository import Gio, GLib  # noqa: E402

INTERFACES = """<node>
  <interface name="org.gnome.SessionManager">
    <method name="RegisterClient">
      <arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="o" direction="out"/>
    </method>
    <method name="UnregisterClient"><arg type="o" direction="in"/></method>
    <method name="Inhibit">
      <arg type="s" direction="in"/><arg type="u" direction="in"/>
      <arg type="s" direction="in"/><arg type="u" direction="in"/><arg type="u" direction="out"/>
    </method>
    <method name="Uninhibit"><arg type="u" direction="in"/></method>
  </interface>
  <interface name="org.freedesktop.Notifications">
    <method name="Notify">
      <arg type="s" direction="in"/><arg type="u" direction="in"/><arg type="s" direction="in"/>
      <arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="as" direction="in"/>
      <arg type="a{sv}" direction="in"/><arg type="i" direction="in"/><arg type="u" direction="out"/>
    </method>
    <method name="CloseNotification"><arg type="u" direction="in"/></method>
    <signal name="ActionInvoked"><arg type="u"/><arg type="s"/></signal>
    <method name="GetCapabilities"><arg type="as" direction="out"/></method>
    <method name="GetServerInformation">
      <arg type="s" direction="out"/><arg type="s" direction="out"/>
      <arg type="s" direction="out"/><arg type="s" direction="out"/>
    </method>
  </interface>
</node>"""
LOGOUT, SUSPEND = 1, 4  # of the flags of Inhibit


class Desktop:
    """.inhibitors: (reason, flags) by cookie, .cookies the last one; .notifications: (title, body), in order."""

    def __init__(self):
        self.inhibitors = {}
        self.notifications = []
        self.cookies = 0
        self.ready = threading.Event()
        self.thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self):
        self.thread.start()
        if not self.ready.wait(20):
            raise RuntimeError("no message bus")
        return self

    def __exit__(self, *_):
        self.loop.quit()
        self.thread.join()

    def _serve(self):
        context = GLib.MainContext()
        context.push_thread_default()
        self.loop = GLib.MainLoop(context)
        self.connection = connection = Gio.DBusConnection.new_for_address_sync(
            Gio.dbus_address_get_for_bus_sync(Gio.BusType.SESSION, None),
            Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT
            | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)
        for interface in Gio.DBusNodeInfo.new_for_xml(INTERFACES).interfaces:
            connection.register_object("/" + interface.name.replace(".", "/"), interface, self._call, None, None)
            connection.call_sync("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                                 "RequestName", GLib.Variant("(su)", (interface.name, 0)), None,
                                 Gio.DBusCallFlags.NONE, -1, None)
        self.ready.set()
        self.loop.run()
        connection.close_sync(None)
        context.pop_thread_default()

    def _call(self, _connection, _sender, _path, _interface, method, arguments, invocation):
        invocation.return_value(getattr(self, "_" + method)(*arguments.unpack()))

    # The session manager

    def _RegisterClient(self, *_):
        return GLib.Variant("(o)", ("/org/gnome/SessionManager/Client1",))

    def _UnregisterClient(self, _client):
        return None

    def _Inhibit(self, _application, _window, reason, flags):
        self.inhibitors[self.cookies + 1] = (reason, flags)
        self.cookies += 1
        return GLib.Variant("(u)", (self.cookies,))

    def _Uninhibit(self, cookie):
        del self.inhibitors[cookie]

    # Notifications

    def _Notify(self, _application, _replaces, _icon, title, body, *_):
        self.notifications.append((title, body))
        return GLib.Variant("(u)", (len(self.notifications),))

    def press(self, number):
        """As if the notification of this number, from 1 on, had been clicked."""
        name = "org.freedesktop.Notifications"
        self.connection.emit_signal(None, "/" + name.replace(".", "/"), name, "ActionInvoked",
                                    GLib.Variant("(us)", (number, "default")))

    def _CloseNotification(self, _notification):
        return None

    def _GetCapabilities(self):
        return GLib.Variant("(as)", (["body", "actions"],))

    def _GetServerInformation(self):
        return GLib.Variant("(ssss)", ("desktop", "gridmarl", "1", "1.2"))
