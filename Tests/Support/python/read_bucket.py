# Copies what lies below bucket/prefix into a folder through pyarrow's S3 client. With `rows` as the third argument it prints how
# many rows it reads there.
import os, sys
import pyarrow.dataset as dataset
import pyarrow.fs as fs

path, folder = sys.argv[1:3]
scheme, endpoint = os.environ["S3_ENDPOINT"].split("://")
store = fs.S3FileSystem(
    access_key=os.environ["AWS_ACCESS_KEY_ID"], secret_key=os.environ["AWS_SECRET_ACCESS_KEY"],
    region=os.environ["AWS_REGION"], scheme=scheme, endpoint_override=endpoint)
files = [info for info in store.get_file_info(fs.FileSelector(path, recursive=True)) if info.is_file]
for info in files:
    target = os.path.join(folder, info.path[len(path) + 1:])
    os.makedirs(os.path.dirname(target), exist_ok=True)
    with store.open_input_file(info.path) as source, open(target, "wb") as copy:
        copy.write(source.read())
if sys.argv[3:] == ["rows"]:
    names = [info.path for info in files]
    # One by one: tables differ in their columns.
    print(sum(dataset.dataset(name, filesystem=store, format="parquet").count_rows() for name in names))
