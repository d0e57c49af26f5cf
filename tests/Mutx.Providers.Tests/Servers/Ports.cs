using System.Net;
using System.Net.Sockets;

namespace Mutx.Providers.Tests.Servers;

/// <summary>Ports that nobody listens on at this moment.</summary>
internal static class Ports
{
    public static int Free()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
