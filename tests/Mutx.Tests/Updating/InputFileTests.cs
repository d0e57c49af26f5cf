using Microsoft.Win32.SafeHandles;
using Mutx.Platform;
using Mutx.Primitives;
using Mutx.TestKit;
using Mutx.Updating;
using Mutx.Writing;

namespace Mutx.Tests.Updating;

public sealed class InputFileTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_link_that_is_swapped_in_all_the_time_is_never_read_through()
    {
        string path = _directory.Write("input", "own");
        File.CreateSymbolicLink(_directory["link"], _directory.Write("secret", "secret"));
        using var stop = new CancellationTokenSource();
        var swapper = new Thread(() => Swap("link", stop.Token));
        swapper.Start();
        int refused = 0;
        int read = 0;
        try
        {
            for (int i = 0; i < 5000 || refused == 0 || read == 0; i++)
            {
                try
                {
                    using SafeFileHandle input = InputFile.Open(path);
                    Assert.Equal("own", Content(input));
                    read++;
                }
                catch (MutxException e)
                {
                    Assert.True(e.Error is MutxError.SymbolicLink or MutxError.LinkLoop, e.Message);
                    refused++;
                }
            }
        }
        finally
        {
            stop.Cancel();
            swapper.Join();
        }
    }

    [Fact]
    public void A_link_is_refused_by_name_and_read_where_that_is_allowed()
    {
        string link = _directory["link"];
        File.CreateSymbolicLink(link, _directory.Write("source", "content"));

        var error = Assert.Throws<MutxException>(() => InputFile.Open(link));
        Assert.Equal((MutxError.SymbolicLink, link), (error.Error, error.Path));
        Assert.Contains("is a symbolic link", error.Message, StringComparison.Ordinal);
        using SafeFileHandle input = InputFile.Open(link, SymlinkPolicy.Follow);
        Assert.Equal("content", Content(input));
    }

    [Fact]
    public void Links_on_the_way_to_a_file_are_followed_and_a_circle_of_them_is_not_called_a_link()
    {
        _directory.MakeDirectory("real");
        _directory.Write("real/file", "content");
        Directory.CreateSymbolicLink(_directory["way"], "real");
        File.CreateSymbolicLink(_directory["circle"], "circle");

        using SafeFileHandle input = InputFile.Open(_directory["way/file"]);
        Assert.Equal("content", Content(input));
        Assert.Equal(MutxError.LinkLoop, Assert.Throws<MutxException>(() => InputFile.Open(_directory["circle/file"])).Error);
    }

    private static string Content(SafeFileHandle input)
    {
        Span<byte> buffer = stackalloc byte[100];
        return System.Text.Encoding.UTF8.GetString(buffer[..RandomAccess.Read(input, buffer, 0)]);
    }

    /// <summary>Exchanges the file and a link to the secret as fast as the disk can.</summary>
    private void Swap(string link, CancellationToken stop)
    {
        Disk disk = Disk.Current;
        using DiskDirectory directory = disk.OpenDirectory(_directory.Path);
        while (!stop.IsCancellationRequested)
        {
            disk.Rename(directory, link, directory, "input", RenameMode.Exchange);
        }
    }
}
